import path from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { openSpool } from "@/modules/auditLog/delivery/spool/spool";
import { recordOf } from "@/tests/unit/auditLog.sealSupport";

const spoolFolder = process.env.AUDIT_LOG_SPOOL_DIR ?? "";
const input = {
  action: "post.deleted",
  resourceType: "post",
  resourceId: "CANARY",
  resourceName: "CANARY",
} as const;

afterEach(async () => {
  const { auditLogService } = await import("@/modules/auditLog/auditLog.service");
  await auditLogService.close();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** The route and the log of a process that was started with these settings. */
async function processWith(settings: Record<string, string>) {
  vi.resetModules();
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const [{ GET }, { auditLogService }] = await Promise.all([
    import("@/app/api/health/audit/route"),
    import("@/modules/auditLog/auditLog.service"),
  ]);
  const ask = async () => {
    const response = await GET();
    const text = await response.text();
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("content-type")).toMatch(/^application\/json/);
    expect(text).not.toContain("CANARY");
    return { status: response.status, body: JSON.parse(text) as unknown };
  };
  return { ask, log: auditLogService.log };
}

it("200 ok while entries are stored", async () => {
  const { ask, log } = await processWith({});
  expect(await log(input)).toMatchObject({ status: "stored" });
  expect(await ask()).toMatchObject({
    status: 200,
    body: { status: "ok", accepted: 1, stored: 1, lastError: null },
  });
});

it("200 degraded while entries wait", async () => {
  const { ask, log } = await processWith({
    DATABASE_URL: "postgres://app@127.0.0.1:1/app",
    AUDIT_LOG_SPOOL_DIR: path.join(spoolFolder, "waiting"),
  });
  expect(await log(input)).toMatchObject({ status: "spooled" });
  expect(await ask()).toMatchObject({
    status: 200,
    body: {
      status: "degraded",
      accepted: 1,
      spooled: 1,
      oldestWaiting: expect.stringMatching(/^20.*Z$/) as unknown,
      lastError: { code: "ECONNREFUSED" },
    },
  });
});

it("200 degraded while there are dead letters", async () => {
  const folder = path.join(spoolFolder, "dead");
  const spool = openSpool({ folder, maxBytes: 2 ** 20, onAlert: () => {} });
  expect(await spool.append([recordOf({ resource_name: "CANARY" })])).toBeNull();
  await spool.drain((records) => Promise.resolve(records.map(() => ({ deadLetter: "22P02" }))));
  await spool.close();
  const { ask } = await processWith({ AUDIT_LOG_SPOOL_DIR: folder });
  // It counts them when it is first asked, and doesn't keep the asker waiting for that.
  await expect.poll(ask).toMatchObject({ status: 200, body: { status: "degraded", dead: 1 } });
});

it("503 failing once an entry was dropped", async () => {
  const lines: unknown[] = [];
  vi.spyOn(console, "error").mockImplementation((line) => void lines.push(line));
  const { ask, log } = await processWith({
    DATABASE_URL: "postgres://app@127.0.0.1:1/app",
    AUDIT_LOG_SPOOL_DIR: path.resolve("package.json"),
  });
  expect(await log(input)).toMatchObject({ status: "dropped" });
  expect(await ask()).toMatchObject({ status: 503, body: { status: "failing", accepted: 1, dropped: 1 } });
  expect(lines.join("\n")).toContain("audit_log.entry_dropped");
  expect(lines.join("\n")).not.toContain("CANARY");
});

it("503 failing, and no more, where it can't be told", async () => {
  const lines: unknown[] = [];
  vi.spyOn(console, "error").mockImplementation((line) => void lines.push(line));
  const { ask } = await processWith({ AUTH_SECRET: "too short" });
  expect(await ask()).toEqual({ status: 503, body: { status: "failing" } });
  expect(lines.join("\n")).toContain('"event":"route.failed"');
});
