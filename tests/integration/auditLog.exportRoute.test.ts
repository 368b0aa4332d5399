// First: it gives Next its storages.
import { inRequest } from "@/tests/unit/requestScope";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { GET } from "@/app/api/audit/export/route";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { parseCsv } from "@/tests/unit/exportSupport";
import { addEntries, exportOf, exportPids, fillTenant, linesOf } from "./auditLogExportSupport";
import { createAccount, createOrganization, join, origin, type Browser } from "./authSupport";

async function createPerson(role: "owner" | "admin" | "member") {
  const account = await createAccount();
  const organizationId = await createOrganization(`Tenant of ${account.name}`);
  await join({ userId: account.id, organizationId, role });
  await addEntries(organizationId, { entries: 3 });
  await account.browser.signedIn();
  return { ...account, organizationId };
}

type Person = Awaited<ReturnType<typeof createPerson>>;
let ana: Person;
let erik: Person;
let bo: Person;
let priya: Awaited<ReturnType<typeof createAccount>>;

beforeAll(async () => {
  ana = await createPerson("owner");
  erik = await createPerson("admin");
  bo = await createPerson("member");
  priya = await createAccount({ role: "admin" });
});

type Asked = { method?: string; cookie?: string; accept?: string };

function ask(
  browser: Browser | null,
  query: Record<string, string>,
  { method = "GET", cookie, accept }: Asked = {},
) {
  const headers = browser?.headers ?? new Headers();
  if (accept !== undefined) headers.set("accept", accept);
  if (cookie !== undefined) headers.append("cookie", cookie);
  const url = `${origin}/api/audit/export?${new URLSearchParams(query).toString()}`;
  const request = new Request(url, { headers, method });
  return inRequest(Object.fromEntries(headers), () => GET(request, { params: Promise.resolve({}) }));
}

const problemSchema = z.object({
  status: z.number(),
  code: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
});

async function problemOf(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("cache-control")).toBe("no-store");
  const problem = problemSchema.parse(await response.json());
  expect(problem.status).toBe(response.status);
  return problem;
}

async function readsOf(resourceId: string) {
  const { entries } = await auditLogService.getForResource("audit_log", resourceId, { viewer: "operator" });
  return entries.filter(({ action }) => action === "audit_log.exported");
}

const types = {
  csv: "text/csv; charset=utf-8; header=present",
  ndjson: "application/x-ndjson; charset=utf-8",
  cloudevents: "application/x-ndjson; charset=utf-8",
  ocsf: "application/x-ndjson; charset=utf-8",
};

it.each(Object.entries(types))("answers an administrator with a file: %s", async (format, contentType) => {
  const response = await ask(erik.browser, { q: "action:post.updated", format });
  expect(response.status).toBe(200);
  const name = response.headers.get("content-disposition");
  expect(name).toMatch(
    /^attachment; filename="audit-log-\d{8}T\d{6}Z(\.cloudevents|\.ocsf)?\.(csv|ndjson)"$/,
  );
  expect(Object.fromEntries(response.headers)).toEqual({
    "content-type": contentType,
    "content-disposition": name,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  const content = await response.text();
  expect(format === "csv" ? parseCsv(content).slice(1) : linesOf(content)).toHaveLength(3);
});

it("is in the log before its first byte, with the line and the format, once in a while", async () => {
  const query = { q: "  action:post.updated   created:all ", format: "ndjson" };
  const response = await ask(ana.browser, query);
  const [read] = await readsOf(ana.organizationId);
  expect(read).toMatchObject({
    actorId: ana.id,
    organizationId: ana.organizationId,
    metadata: { query: "action:post.updated created:all", format: "ndjson" },
  });
  expect(linesOf(await response.text())).toHaveLength(3);
  await (await ask(ana.browser, query)).text();
  expect(await readsOf(ana.organizationId)).toHaveLength(1);
});

it("of an operator names no tenant's log", async () => {
  const response = await ask(priya.browser, {
    q: `organization:${ana.organizationId} action:post.*`,
    format: "ndjson",
  });
  expect(linesOf(await response.text())).toHaveLength(3);
  const reads = await readsOf(ana.organizationId);
  expect(reads.find(({ actorId }) => actorId === priya.id)).toMatchObject({ organizationId: null });
});

it("holds an operator every tenant's entries, an administrator their own", async () => {
  const tenantsFor = async (browser: Browser) => {
    const response = await ask(browser, { q: "action:post.updated", format: "ndjson" });
    const lines = z.array(z.object({ organizationId: z.string() })).parse(linesOf(await response.text()));
    return new Set(lines.map(({ organizationId }) => organizationId));
  };
  expect(await tenantsFor(ana.browser)).toEqual(new Set([ana.organizationId]));
  expect((await tenantsFor(priya.browser)).size).toBeGreaterThanOrEqual(3);
});

it("answers HEAD without making a file", async () => {
  const response = await ask(ana.browser, { format: "csv" }, { method: "HEAD" });
  expect({ status: response.status, body: response.body }).toEqual({ status: 200, body: null });
  expect(await exportPids()).toEqual([]);
});

describe("refuses", () => {
  it("who is not signed in", async () => {
    expect(await problemOf(await ask(null, { format: "csv" }))).toMatchObject({ status: 401 });
  });

  it("a member, as if there were no such route, whatever they ask for, and records it", async () => {
    expect(await problemOf(await ask(bo.browser, { format: "csv" }))).toMatchObject({
      status: 404,
      code: "not_found",
    });
    expect(await problemOf(await ask(bo.browser, { q: '"', format: "xls" }))).toMatchObject({ status: 404 });
    expect(await readsOf(bo.organizationId)).toMatchObject([{ outcome: "denied" }, { outcome: "denied" }]);
  });

  it.each([
    [{}, ["format"]],
    [{ format: "xls" }, ["format"]],
    [{ format: "csv", q: "created:yesterdayish" }, ["q"]],
    [{ format: "csv", q: "x".repeat(5_000) }, ["q"]],
    [{ format: "csv", q: "", offset: "1" }, [""]],
  ])("%j, and says which parameter is wrong", async (query: Record<string, string>, paths) => {
    const { status, errors } = await problemOf(await ask(ana.browser, query));
    expect({ status, paths: errors.map(({ path }) => path) }).toEqual({ status: 400, paths });
  });

  it("an administrator who asks for another organization", async () => {
    for (const q of [`organization:${ana.organizationId}`, "organization:*", "organization:platform"]) {
      const { status, errors } = await problemOf(await ask(erik.browser, { q, format: "csv" }));
      expect({ status, errors }).toMatchObject({ status: 400, errors: [{ path: "q" }] });
    }
  });

  it("a third that would run at once, for the time being", async () => {
    const tenant = await fillTenant(9_000);
    const [one, other] = [await exportOf(tenant), await exportOf(tenant)];
    const response = await ask(ana.browser, { format: "csv" });
    expect(response.headers.get("retry-after")).toBe("60");
    expect(await problemOf(response)).toMatchObject({ status: 503, code: "unavailable" });
    for (const { body } of [one, other]) await body.cancel();
    const next = await ask(ana.browser, { format: "csv" });
    expect(next.status).toBe(200);
    await next.body?.cancel();
  });
});

// As browsers send it with a form.
const html = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

describe("sends a person's browser", () => {
  it.each(["created:yesterdayish", "organization:nobody", "x".repeat(5_000), '"\r\nset-cookie: a=b'])(
    "to the console with a line that can't be understood: %s",
    async (q) => {
      const response = await ask(ana.browser, { q, format: "csv" }, { accept: html });
      expect({ status: response.status, body: await response.text() }).toEqual({ status: 303, body: "" });
      const location = new URL(response.headers.get("location") ?? "", origin);
      expect(`${location.origin}${location.pathname}`).toBe(`${origin}/admin/audit`);
      expect([...location.searchParams]).toEqual([["q", q]]);
    },
  );

  it("to the exports where no more run at once", async () => {
    const tenant = await fillTenant(9_000);
    for (let running = 0; running < 2; running++) await exportOf(tenant);
    const response = await ask(ana.browser, { format: "csv" }, { accept: html });
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/admin/audit/exports?error=busy");
  });

  it("nowhere where no page says what was wrong, and no program", async () => {
    const refused = async (browser: Browser | null, q: string, asked: Asked) =>
      (await problemOf(await ask(browser, { q }, asked))).status;
    expect(await refused(null, "", { accept: html })).toBe(401);
    expect(await refused(bo.browser, '"', { accept: html })).toBe(404);
    // Its format is missing.
    expect(await refused(ana.browser, '"', { accept: html })).toBe(400);
    const asked = ask(ana.browser, { q: '"', format: "csv" }, { accept: "application/json, text/html" });
    expect((await problemOf(await asked)).status).toBe(400);
  });

  it("the file", async () => {
    const response = await ask(ana.browser, { q: "action:post.updated", format: "csv" }, { accept: html });
    expect(response.status).toBe(200);
    expect(parseCsv(await response.text())).toHaveLength(4);
  });
});

it.each([
  "x\r\nset-cookie: a=b",
  '"><script>alert(1)</script>',
  "../../etc/passwd",
  "\u202Egpj.exe",
  "%0d%0ax: y",
  "{actor}",
])("%j in the line is inert", async (q) => {
  const response = await ask(ana.browser, { q, format: "csv" });
  const headers = JSON.stringify([...response.headers]);
  expect(headers).not.toMatch(/script|passwd|set-cookie|\\u202|exe"/i);
  expect(response.headers.get("content-type")).toMatch(/^(text\/csv|application\/problem\+json)/);
  await response.body?.cancel();
});

it("understands dates by the clock of who asks", async () => {
  const person = await createPerson("owner");
  const actor = { type: "user", id: person.id, organizationId: person.organizationId } as const;
  // Midnight in Kathmandu is 18:15 the day before by UTC.
  const at = new Date("2025-05-31T18:30:00Z");
  await auditLogService.log({
    actor,
    action: "post.updated",
    resourceType: "post",
    resourceId: "p1",
    occurredAt: at,
  });
  const find = async (cookie: string) => {
    const response = await ask(person.browser, { q: "created:2025-06-01", format: "ndjson" }, { cookie });
    return linesOf(await response.text());
  };
  expect(await find("time_zone=Asia/Kathmandu")).toHaveLength(1);
  expect(await find("time_zone=UTC")).toHaveLength(0);
});
