import { expect, it } from "vitest";
import { connect } from "./auditLogSupport";
import { entriesOf, fresh, resourcesOf, runImport, stateOf } from "./auditLogImportSupport";

const numbers = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => String(from + index));

async function makeActivity(rows: number): Promise<string> {
  const table = fresh("activity");
  const sql = connect();
  await sql.unsafe(`create table ${table} (id bigserial primary key, user_id int, user_name text, event text not null,
    post_id bigint, diff jsonb, tags text[], created_at timestamp not null)`);
  await sql.unsafe(`insert into ${table} (user_id, user_name, event, post_id, diff, tags, created_at)
    select 1 + n % 3, 'Ana', 'post.updated', 9007199254740993 + n, '{"title": ["Q3", "Q4"]}', '{a,b}',
      timestamp '2024-02-28 23:59:59' + n / 10 * interval '1 second' from generate_series(1, ${rows}) n`);
  return table;
}

const activity = (table: string, organization: string) =>
  [
    "--table",
    table,
    "--organization",
    organization,
    "--time-zone",
    "Europe/Berlin",
    "--map",
    "actor=user_id",
  ].concat(
    ["--map", "actorName=user_name", "--map", "action=event", "--map", "at=created_at"],
    ["--map", "resource=post/{post_id}", "--map", "changes=diff", "--rest"],
  );

it("brings a table into the log, in its order, and the next time what came since", async () => {
  const [table, organization] = [await makeActivity(5_000), fresh("org")];
  const first = await runImport(activity(table, organization));
  expect(first).toMatchObject({ code: 0, said: "5000 imported, 0 already there, 0 refused." });
  expect(first.complained).toMatch(/^5000 rows, \d+ a second, .*5000 imported$/m);
  const entries = await entriesOf(organization);
  expect(entries.map((entry) => entry.resource_id)).toEqual(
    Array.from({ length: 5_000 }, (_, n) => String(9_007_199_254_740_993n + BigInt(n + 1))),
  );
  expect(entries[0]).toMatchObject({
    actor_type: "user",
    actor_id: "2",
    actor_name: "Ana",
    action: "post.updated",
    resource_type: "post",
    changes: { title: { from: "Q3", to: "Q4" } },
    metadata: { id: 1, tags: ["a", "b"] },
    partition: "audit_logs_2024_02",
  });
  expect(new Date(String(entries[0]?.["created_at"])).toISOString()).toBe("2024-02-28T22:59:59.000Z");

  const again = await runImport(activity(table, organization));
  expect(again.code).toBe(0);
  expect(again.said).toMatch(/is done: nothing new since 20.*\nEarlier runs read 5000 rows\./);

  await connect().unsafe(
    `insert into ${table} (event, post_id, created_at) values ('post.deleted', 1, now())`,
  );
  const more = await runImport(activity(table, organization));
  expect(more.said).toMatch(/^1 imported, 0 already there, 0 refused\./);
  expect(await entriesOf(organization)).toHaveLength(5_001);
  expect(await stateOf(`public.${table}`)).toMatchObject({
    source: `table public.${table}`,
    imported: 5_001,
    completed: true,
  });
});

it("doubles nothing that is read again", async () => {
  const [table, organization] = [await makeActivity(2_500), fresh("org")];
  await runImport(activity(table, organization));
  const before = await entriesOf(organization);
  const again = await runImport([...activity(table, organization), "--again"]);
  expect(again).toMatchObject({ code: 0, said: "0 imported, 2500 already there, 0 refused." });
  expect(await entriesOf(organization)).toEqual(before);
});

it("adds with --again what was written late, behind where it had read", async () => {
  const [table, organization] = [await makeActivity(10), fresh("org")];
  const sql = connect();
  await sql.unsafe(`delete from ${table} where id = 5`);
  await runImport(activity(table, organization));
  await sql.unsafe(
    `insert into ${table} (id, event, post_id, created_at) values (5, 'post.deleted', 1, now())`,
  );
  expect((await runImport(activity(table, organization))).said).toMatch(/nothing new/);
  const again = await runImport([...activity(table, organization), "--again"]);
  expect(again.said).toBe("1 imported, 9 already there, 0 refused.");
});

it("reads a table in the order of a key of several columns, and a view by the key it is given", async () => {
  const sql = connect();
  const [table, view] = [fresh("parts"), fresh("seen")];
  await sql.unsafe(`create table ${table} (day date, part text, n int, primary key (day, part))`);
  await sql.unsafe(
    `insert into ${table} select date '2024-01-01' + n % 7, md5(n::text), n from generate_series(1, 3000) n`,
  );
  await sql.unsafe(`create view ${view} as select n as id, 'a.b' as event, day, n as post from ${table}`);
  const organization = fresh("org");
  const options = [
    "--organization",
    organization,
    "--time-zone",
    "UTC",
    "--map",
    "at=day",
    "--set",
    "action=a.b",
  ];
  const byTable = await runImport(["--table", `public.${table}`, ...options, "--map", "resource=post/{n}"]);
  expect(byTable.said).toBe("3000 imported, 0 already there, 0 refused.");
  expect((await resourcesOf(organization)).toSorted()).toEqual(numbers(3_000).toSorted());

  const other = fresh("org");
  const seen = ["--table", view, "--key", "id", "--organization", other, "--time-zone", "UTC"];
  const byView = await runImport([
    ...seen,
    "--map",
    "action=event",
    "--map",
    "at=day",
    "--map",
    "resource=post/{post}",
  ]);
  expect(byView.said).toBe("3000 imported, 0 already there, 0 refused.");
  expect((await resourcesOf(other)).toSorted()).toEqual(numbers(3_000).toSorted());
});

it("reads a table of another database, and gives no password away", async () => {
  const [table, organization] = [await makeActivity(5), fresh("org")];
  const from = process.env.DATABASE_URL ?? "";
  const options = activity(table, organization);
  expect((await runImport([...options, "--from", from])).said).toBe(
    "5 imported, 0 already there, 0 refused.",
  );
  const nowhere = await runImport([...options, "--from", "postgres://me:CANARY@127.0.0.1:1/none"]);
  expect(nowhere).toMatchObject({ code: 1, said: "" });
  expect(nowhere.complained).toMatch(/The source can't be read \(ECONNREFUSED\)/);
  expect(nowhere.complained).not.toContain("CANARY");
});
