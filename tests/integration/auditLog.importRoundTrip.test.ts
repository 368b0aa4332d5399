import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import postgres from "postgres";
import { expect, inject, it, onTestFinished } from "vitest";
import { finish, spawnScript } from "@/tests/setup/embedded";
import { connect, entry, logAnything } from "./auditLogSupport";
import { fileOf, runImport } from "./auditLogImportSupport";

const run = (args: readonly string[], env: Record<string, string> = {}) =>
  finish(spawnScript(["modules/auditLog/cli/audit.ts", ...args], { NODE_ENV: "test", ...env }));

const everything =
  "select id, organization_id, actor_type, actor_id, actor_name, impersonator_id, impersonator_name, action, outcome, " +
  "resource_type, resource_id, resource_name, changes, metadata, ip, user_agent, request_id, created_at from audit_logs order by id";

/** Another database, without any entry. */
async function makeEmptyLog(): Promise<string> {
  const template = new URL(inject("templateDatabaseUrl"));
  const name = `test_${randomBytes(8).toString("hex")}`;
  const admin = postgres(Object.assign(new URL(template), { pathname: "postgres" }).href, { max: 1 });
  await admin`create database ${admin(name)} template ${admin(template.pathname.slice(1))}`;
  onTestFinished(async () => {
    await admin`drop database ${admin(name)} with (force)`;
    await admin.end();
  });
  return Object.assign(new URL(template), { pathname: name }).href;
}

async function allOf(url: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return [...(await sql.unsafe<Record<string, unknown>[]>(everything))];
  } finally {
    await sql.end();
  }
}

/** Entries with all that an entry can hold, in ten months. */
async function logMuch(): Promise<void> {
  for (let n = 0; n < 40; n++) {
    await logAnything(
      entry({
        actor: {
          type: "user",
          id: `u${n % 5}`,
          name: "Ana “Ä” \u001b[1m 🙂",
          organizationId: n % 2 ? "acme" : null,
        },
        resourceName: "tab\there\nline \\ back \\u0000 slash",
        changes: { title: { from: "Q3\n", to: 'Q4 "\\"' }, password: { from: "a", to: "b" } },
        occurredAt: new Date(Date.UTC(2025, n % 10, 3, 4, 5, 6, n)),
      }),
    );
    await logAnything({
      ...entry(),
      metadata: { n: 1e21, deep: [{ x: null }], token: "x", long: "y".repeat(9_000) },
    });
  }
  const sql = connect();
  // As a request's and as one of an earlier release.
  await sql`insert into audit_logs (id, organization_id, actor_type, actor_name, action, resource_type, resource_id, changes,
      metadata, ip, user_agent, request_id, created_at)
    values ('019123f0-1f00-7abc-8def-0123456789ab', 'acme', 'anonymous', ${"a\u001Eb"}, 'x', '', '', '{"a": 1}', '[]',
      '2001:db8::1', 'Agent', 'r-1', '2024-08-05 19:07:04.832Z')`;
}

it("brings an export into an empty log as it was: the same entries with the same ids", async () => {
  await logMuch();
  const before = await allOf(process.env.DATABASE_URL ?? "");
  expect(before.length).toBe(81);
  const exported = await run(["export", "--all", "--query", "created:all", "--format", "ndjson"]);
  const file = await fileOf(exported.stdout, "export.ndjson");
  const env = { DATABASE_URL: await makeEmptyLog() };
  const first = await run(["import", file], env);
  expect(first).toMatchObject({ code: 0, stdout: "81 imported, 0 already there, 0 refused.\n" });
  const after = await allOf(env.DATABASE_URL);
  const told = before.map((row) =>
    row.actor_name === "a\u001Eb" ? { ...row, actor_name: "a\\u001eb" } : row,
  );
  const ids = new Set(before.map(({ id }) => id));
  expect(after.filter(({ id }) => ids.has(id))).toEqual(told);
  // What is more is the entry that tells of the import.
  expect(after).toHaveLength(82);

  const again = await run(["import", file, "--again"], env);
  expect(again).toMatchObject({ code: 0, stdout: "0 imported, 81 already there, 0 refused.\n" });
  expect((await run(["import", file], env)).stdout).toMatch(/is done: nothing new/);

  const whole = [
    "--map",
    "action=action",
    "--map",
    "at=createdAt",
    "--map",
    "resource={resourceType}/{resourceId}",
  ];
  const foreign = await run(["import", file, "--again", "--organization", "acme", ...whole], env);
  expect(foreign.stderr).toContain("had another mapping of at so far");

  // Back where they come from nothing changes.
  expect(await runImport([file])).toMatchObject({
    code: 0,
    said: "0 imported, 81 already there, 0 refused.",
  });
});

it("tells an export that broke off, after what is whole in it", async () => {
  const whole = await run(["export", "--all", "--query", "created:all", "--format", "ndjson"]);
  const file = await fileOf(whole.stdout.split("\n").slice(0, 3).join("\n"), "broken.ndjson");
  await writeFile(file, `${await readFile(file, "utf8")}\n{"export":"incomplete","rows":3,"code":"57P01"}\n`);
  const { code, complained } = await runImport([file]);
  expect(code).toBe(1);
  expect(complained).toContain(
    "ended at line 4: the export broke off here, and entries are missing: export again.",
  );
});

const whole = {
  id: "019123f0-1f00-7abc-8def-0123456789ac",
  createdAt: "2024-08-05T19:07:04.832Z",
  recordedAt: "2024-08-05T19:07:05.000Z",
  organizationId: "acme",
  actorType: "user",
  actorId: "u1",
  actorName: "Ana",
  impersonatorId: null,
  impersonatorName: null,
  action: "post.created",
  outcome: "success",
  resourceType: "post",
  resourceId: "p1",
  resourceName: null,
  ip: null,
  userAgent: null,
  requestId: null,
  changes: null,
  metadata: {},
};

it.each<[string, object, RegExp]>([
  ["without an id", { id: undefined }, /\(id missing or not as we write it\): say with --map what is what/],
  [
    "with a random id",
    { id: "4f0e5f6a-3c39-4f0a-9a53-5d3f0f1f6a11" },
    /\(id missing or not as we write it\)/,
  ],
  ["of another time than its id", { createdAt: "2024-08-06T19:07:04.832Z" }, /tell different times/],
  [
    "with a kind of actor there is not",
    { actorType: "CANARY" },
    /\(actorType missing or not as we write it\)/,
  ],
  ["with NUL", { metadata: { text: "CANARY\u0000b" } }, /the database refuses what it holds \(22P05\)/],
  ["with an address that is none", { ip: "CANARY" }, /the database refuses what it holds \(22P02\)/],
  [
    "that no index has room for",
    { organizationId: randomBytes(9_000).toString("hex") },
    /refuses .* \(54000\)/,
  ],
])("refuses a line %s", async (name, change, reason) => {
  const file = await fileOf(`${JSON.stringify({ ...whole, ...change })}\n`);
  const { code, complained } = await runImport([file, "--name", name]);
  expect(code).toBe(1);
  expect(complained).toMatch(reason);
  expect(complained).not.toContain("CANARY");
});

it("tells lines of another system by what they lack", async () => {
  const { complained } = await runImport([await fileOf('{"event":"x"}\n'), "--name", "foreign"]);
  expect(complained).toMatch(
    /no line of our NDJSON export \(id, createdAt, organizationId and others missing/,
  );
});
