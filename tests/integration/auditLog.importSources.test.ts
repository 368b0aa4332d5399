import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { expect, it, onTestFinished } from "vitest";
import { connect } from "./auditLogSupport";
import { fresh, resourcesOf, runImport, stateOf } from "./auditLogImportSupport";

const columns = "(id int primary key, organization text, at timestamptz)";
const mapped = ["--set", "action=a.b", "--map", "at=at", "--map", "resource=post/{id}"];

function rowsOf(table: string, [from, to]: [number, number]): string {
  return `insert into ${table} select n, 'acme', timestamptz '2024-01-01 00:00Z' + n * interval '1 second'
    from generate_series(${from}, ${to}) n`;
}

async function makeTable(rows = 5): Promise<{ table: string; organization: string; options: string[] }> {
  const [table, organization] = [fresh("source"), fresh("org")];
  const sql = connect();
  await sql.unsafe(`create table ${table} ${columns}; ${rowsOf(table, [1, rows])}`);
  return { table, organization, options: ["--organization", organization, ...mapped] };
}

/** A second database with a table of that name. */
async function makeShard(table: string): Promise<string> {
  const [admin, name] = [connect(), `test_shard_${randomBytes(6).toString("hex")}`];
  await admin`create database ${admin(name)}`;
  onTestFinished(async () => void (await admin`drop database ${admin(name)} with (force)`));
  const url = Object.assign(new URL(process.env.DATABASE_URL ?? ""), { pathname: name }).href;
  const shard = postgres(url, { max: 1, onnotice: () => {} });
  await shard.unsafe(`create table ${table} ${columns}; ${rowsOf(table, [3, 7])}`);
  await shard.end();
  return url;
}

it("takes a second database for no part of the first, and both under names of their own", async () => {
  const { table, organization, options } = await makeTable();
  const shard = ["--table", table, "--from", await makeShard(table), ...options];
  await runImport(["--table", table, ...options]);
  for (const again of [[], ["--again"]]) {
    const refused = await runImport([...shard, ...again]);
    expect(refused).toMatchObject({ code: 1, said: "" });
    expect(refused.complained).toMatch(
      /has been one of table public\.\w+ so far, and this is table public\.\w+ in the database test_shard_\w+ of server \d+: give this one another --name/,
    );
  }
  expect(await runImport([...shard, "--name", fresh("shard")])).toMatchObject({ code: 0 });
  expect(await resourcesOf(organization)).toHaveLength(10);
});

it("knows a table again, written with its schema or without, and by an address of the log's own database", async () => {
  const { table, organization, options } = await makeTable();
  const from = ["--from", process.env.DATABASE_URL ?? ""];
  await runImport(["--table", table, ...options]);
  for (const call of [
    ["--table", `public.${table}`],
    ["--table", table, ...from],
  ])
    expect((await runImport([...call, ...options])).said).toContain(`"public.${table}" is done: nothing new`);
  expect(await resourcesOf(organization)).toHaveLength(5);
});

it("is in the log once, under one name", async () => {
  const { table, organization, options } = await makeTable();
  await runImport(["--table", table, ...options]);
  const other = await runImport(["--table", table, "--name", fresh("other"), ...options]);
  expect(other).toMatchObject({ code: 1, said: "" });
  expect(other.complained).toContain(
    `as the import "public.${table}", and would come in once more: go on with`,
  );
  expect(await resourcesOf(organization)).toHaveLength(5);
  const another = ["--name", fresh("other"), "--organization", organization, "--set", "action=c.d"];
  const [, , ...rest] = mapped;
  expect((await runImport(["--table", table, ...another, ...rest])).code).toBe(0);
});

it("goes on behind no row that is gone", async () => {
  const { table, organization, options } = await makeTable();
  const sql = connect();
  await runImport(["--table", table, ...options]);
  await sql.unsafe(`delete from ${table} where id > 3; ${rowsOf(table, [9, 10])}`);
  const refused = await runImport(["--table", table, ...options]);
  expect(refused).toMatchObject({ code: 1, said: "" });
  expect(refused.complained).toMatch(/The row of \w+ behind which to go on is gone\. .* --again reads/);
  const again = await runImport(["--table", table, ...options, "--again"]);
  expect(again.said).toBe("2 imported, 3 already there, 0 refused.");
  expect(await resourcesOf(organization)).toHaveLength(7);
});

it("remembers through --again that it has entries, though it stored none since", async () => {
  const { table, options } = await makeTable();
  const sql = connect();
  await runImport(["--table", table, ...options]);
  await sql.unsafe(`delete from ${table}`);
  await runImport(["--table", table, ...options, "--again"]);
  expect(await stateOf(`public.${table}`)).toMatchObject({ imported: 0, existing: 0 });
  await sql.unsafe(rowsOf(table, [1, 5]));
  const other = await runImport(["--table", table, "--organization", "other", ...mapped]);
  expect(other.complained).toContain("had another organization, or mapping of it, so far");
});

it("does not take the log into itself", async () => {
  const call = ["--table", "audit_logs", "--key", "id,organization_id", "--organization", "acme"];
  const map = ["--map", "action=action", "--map", "at=created_at", "--set", "resource=a/b"];
  const { code, complained } = await runImport([...call, ...map]);
  expect(code).toBe(1);
  expect(complained).toContain("This is the log itself.");
});

it("tells of a database that is not there, and of columns that its user may not read", async () => {
  const { table, options } = await makeTable();
  const read = (from: URL) => runImport(["--table", table, "--from", from.href, ...options]);
  const url = () => new URL(process.env.DATABASE_URL ?? "");
  const nowhere = await read(Object.assign(url(), { pathname: "nowhere" }));
  expect(nowhere.complained).toContain("can't be read (3D000). There is no such database: correct --from");

  const [sql, reader] = [connect(), `reader_${randomBytes(6).toString("hex")}`];
  await sql.unsafe(`create role ${reader} login password '${url().password}'`);
  onTestFinished(async () => void (await sql.unsafe(`drop owned by ${reader}; drop role ${reader}`)));
  await sql.unsafe(`grant select (id) on ${table} to ${reader}`);
  const denied = await read(Object.assign(url(), { username: reader }));
  expect(denied.complained).toContain("can't be read (42501). Grant its user SELECT on the table");
});

it("keeps every digit of numbers in JSON", async () => {
  const table = fresh("json");
  await connect().unsafe(`create table ${table} (id int primary key, at timestamptz, doc jsonb);
    insert into ${table} values (1, '2024-01-01Z', '{"id": 9007199254740993, "n": 1.5}')`);
  const call = ["--table", table, "--organization", "acme", "--set", "action=a.b", "--map", "at=at"];
  const { said } = await runImport([
    ...call,
    "--map",
    "resource=post/{doc.id}",
    "--map",
    "metadata=doc",
    "--dry-run",
  ]);
  expect(JSON.parse(said)).toMatchObject({
    resource_id: "9007199254740993",
    metadata: { id: "9007199254740993", n: 1.5 },
  });
});
