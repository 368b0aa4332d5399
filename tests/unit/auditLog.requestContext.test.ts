// First: it gives Next its AsyncLocalStorage.
import { inRequest, sentHeaders } from "./requestScope";
import { isIP } from "node:net";
import fc from "fast-check";
import { workAsyncStorage, type WorkStore } from "next/dist/server/app-render/work-async-storage.external";
import {
  workUnitAsyncStorage,
  type RequestStore,
} from "next/dist/server/app-render/work-unit-async-storage.external";
import { describe, expect, it } from "vitest";
import { readRequestContext } from "@/modules/auditLog/capture/requestContext";

process.env["DATABASE_URL"] ??= "postgres://app@localhost/app";
process.env["AUTH_SECRET"] ??= "a-secret-for-tests-and-nothing-else";
process.env["TRUSTED_PROXIES"] = "1";

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

const contextOf = (sent: Record<string, string>) => inRequest(sent, readRequestContext);

describe("within a request", () => {
  it("tells address, agent and id", async () => {
    const sent = {
      "x-forwarded-for": "6.6.6.6, 203.0.113.7",
      "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0",
      "x-request-id": "req_01HZX:7.a",
    };
    expect(await contextOf(sent)).toEqual({
      ip: "203.0.113.7",
      user_agent: sent["user-agent"],
      request_id: "req_01HZX:7.a",
    });
  });

  it("makes up an id once, the same for every entry of the request", async () => {
    const read = () => Promise.all([readRequestContext(), readRequestContext()]);
    const [first, second] = await inRequest({}, async () => [...(await read()), ...(await read())]);
    expect(first?.request_id).toMatch(uuid);
    expect(second).toBe(first);
    expect((await contextOf({})).request_id).not.toBe(first?.request_id);
  });

  it.each(["", " ", "a b", "a, b", "<script>", "x".repeat(257), "é", `sk_live_${"a1".repeat(12)}`])(
    "makes up an id in place of %j",
    async (id) => {
      expect((await contextOf({ "x-request-id": id })).request_id).toMatch(uuid);
    },
  );

  it.each([
    ["\u001b[31mred", "\\u001b[31mred"],
    ["a\u009bb", "a\\u009bb"],
    ["curl/8 token=abc123", "curl/8 token=[redacted]"],
    [`${"x".repeat(1_100)}`, `${"x".repeat(1_023)}…`],
  ])("shows an agent of %j as %j", async (agent, shown) => {
    // Next passes on what Node took for a header, and Node is told to take more than the standard.
    const headers = new Headers();
    headers.get = (name) => (name === "user-agent" ? agent : null);
    /* oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above */
    const request = { type: "request", phase: "action", headers } as unknown as RequestStore;
    /* oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above */
    const work = { route: "/" } as WorkStore;
    const context = workAsyncStorage.run(work, () => workUnitAsyncStorage.run(request, readRequestContext));
    expect((await context).user_agent).toBe(shown);
  });
});

it("any headers give an address or none, and an agent and an id of one bounded line", async () => {
  const control = /[\p{Cc}\u2028-\u202E\u2066-\u2069]/u;
  await fc.assert(
    fc.asyncProperty(sentHeaders, async (sent) => {
      const { ip, user_agent: agent, request_id: id } = await contextOf(sent);
      expect(ip === null || isIP(ip) > 0, `address: ${ip}`).toBe(true);
      expect(agent === null).toBe(sent["user-agent"] === undefined);
      expect(agent ?? "").not.toMatch(control);
      expect(agent?.length ?? 0).toBeLessThanOrEqual(1_024);
      expect(id).toMatch(/^[\w.:+/=@-]{1,256}$/);
    }),
    { numRuns: 2_000 },
  );
}, 60_000);

describe("outside a request", () => {
  it("knows nothing, and leaves how errors are traced as it was", async () => {
    const { stackTraceLimit } = Error;
    expect(await readRequestContext()).toEqual({ ip: null, user_agent: null, request_id: null });
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
    expect(new Error("later").stack).toContain("requestContext.test");
  });
});

it("lets Next see that a page which logs is dynamic", async () => {
  /* oxlint-disable typescript/no-unsafe-type-assertion -- of Next's stores, what headers() looks at */
  const work = { route: "/" } as WorkStore;
  const prerender = { type: "prerender-legacy", phase: "render", revalidate: 1 } as never;
  /* oxlint-enable typescript/no-unsafe-type-assertion */
  const context = workAsyncStorage.run(work, () => workUnitAsyncStorage.run(prerender, readRequestContext));
  expect(await context).toEqual({ ip: null, user_agent: null, request_id: null });
  expect(work.dynamicUsageDescription).toBe("headers");
});
