import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { patience } from "@/tests/setup/patience";
import {
  firstOfMonth,
  holdLog,
  isHeldUp,
  logAt,
  nameOf,
  partitionOf,
  partitionsOf,
} from "./auditLogMaintainSupport";

const secret = "a-secret-of-the-scheduler,of-enough-characters";

afterEach(async () => {
  const { auditLogService } = await import("@/modules/auditLog/auditLog.service");
  await auditLogService.close();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

type Asked = { method?: string; authorization?: string };

/** The route of a process that was started with these settings. */
async function processWith(settings: Record<string, string>) {
  vi.resetModules();
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const route = await import("@/app/api/cron/audit/route");
  return async ({ method = "GET", authorization }: Asked = {}) => {
    const headers = new Headers(authorization === undefined ? {} : { authorization });
    const request = new Request("http://localhost:3000/api/cron/audit", { method, headers });
    const response = await (method === "POST" ? route.POST(request) : route.GET(request));
    expect(response.headers.get("cache-control")).toBe("no-store");
    return response;
  };
}

const problem = z.object({ status: z.number(), code: z.string(), detail: z.string() });

async function refusalOf(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("www-authenticate")).toBe("Bearer");
  const { status, code } = problem.parse(await response.json());
  return { status: response.status, told: status, code };
}

const refused = { status: 401, told: 401, code: "unauthenticated" };

describe("with the secret", () => {
  it.each(["GET", "POST"])("%s maintains the log, and tells what was done and no entry", async (method) => {
    const month = firstOfMonth(method === "GET" ? -9 : -8);
    const ids = await logAt([month, new Date("2199-05-17T12:00:00Z")], "CANARY");
    const ask = await processWith({ CRON_SECRET: secret });
    const response = await ask({ method, authorization: `Bearer ${secret}` });
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^application\/json/);
    expect(JSON.parse(text)).toMatchObject({
      movedHome: [{ month: nameOf(month), entries: 1, related: 1 }],
      staying: { months: [{ month: "2199-05" }] },
      left: [],
    });
    expect(text).not.toContain("CANARY");
    expect(await partitionsOf(ids)).toEqual([partitionOf(month), "audit_logs_default"]);
  });

  it("answers 503 with what is left to do", async () => {
    const { auditLogService } = await import("@/modules/auditLog/auditLog.service");
    await logAt([firstOfMonth(-7)]);
    const held = await holdLog();
    const first = auditLogService.maintain({ patienceMs: 25_000 });
    // Or the route's own could be the first.
    await expect.poll(isHeldUp, patience).toBe(true);
    const ask = await processWith({ CRON_SECRET: secret });
    const response = await ask({ authorization: `bearer ${secret}` });
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('"left":[{"task":"move_home","code":"ELSEWHERE"');
    await held.release();
    await first;
    expect((await ask({ authorization: `Bearer ${secret}` })).status).toBe(200);
  });

  it("answers with a problem where there is no database, without its address", async () => {
    const lines: unknown[] = [];
    vi.spyOn(console, "error").mockImplementation((line) => void lines.push(line));
    const ask = await processWith({
      CRON_SECRET: secret,
      DATABASE_URL: "postgres://app:CANARY@127.0.0.1:1/app",
    });
    const response = await ask({ authorization: `Bearer ${secret}` });
    const text = await response.text();
    expect({ status: response.status, code: problem.parse(JSON.parse(text)).code }).toEqual({
      status: 500,
      code: "internal",
    });
    expect(text + lines.join("\n")).not.toMatch(/CANARY|127\.0\.0\.1/);
  });
});

describe("refuses, and does nothing", () => {
  it.each([
    undefined,
    "",
    "Bearer",
    "Bearer ",
    secret,
    `Basic ${secret}`,
    `Bearer ${secret}x`,
    `Bearer ${secret.slice(0, -1)}`,
    `Bearer ${secret.toUpperCase()}`,
    "Bearer undefined",
  ])("%s", async (authorization) => {
    const ids = await logAt([firstOfMonth(-20)]);
    const ask = await processWith({ CRON_SECRET: secret });
    for (const method of ["GET", "POST"])
      expect(
        await refusalOf(await ask({ method, ...(authorization !== undefined && { authorization }) })),
      ).toEqual(refused);
    expect(await partitionsOf(ids)).toEqual(["audit_logs_default"]);
  });

  it.each(["Bearer undefined", "Bearer ", `Bearer ${secret}`, undefined])(
    "everybody where no secret is set: %s",
    async (authorization) => {
      const ask = await processWith({ CRON_SECRET: "" });
      expect(await refusalOf(await ask(authorization === undefined ? {} : { authorization }))).toEqual(
        refused,
      );
    },
  );
});
