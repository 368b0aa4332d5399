import type postgres from "postgres";
import { shapes } from "@/tests/bench/log/shapes";
import { shuffled, withControl, type Sample } from "@/tests/bench/measure";
import { report } from "@/tests/bench/report";
import type { Bench } from "@/tests/bench/scenario";

const rounds = 300;
const plainRounds = 3;
const nobody = "00000000-0000-4000-8000-000000000000";

type User = { name: string; id: string };
type Table = "users" | "plain_users";
type Deletion = { table: Table; rounds: number };

/**
 * Deleting a user who did a tenth of all, beside one who did nothing. A user can be deleted once: each time it is
 * rolled back.
 */
export async function benchUser({ rows, filled }: Bench): Promise<void> {
  const { sql } = await filled();
  await addUsers(sql);
  const entries = await countEntries(sql);
  const busy = { name: `a user with ${entries} entries`, id: shapes.hotActor };
  const users = [{ name: "a user with none", id: nobody }, busy] as const;
  await requireOutcome(sql, entries);
  const title = `Deleting a user, rolled back, among ${rows} entries`;
  report("user", {
    title: `${title}; the log, which refers to nobody`,
    unit: "ms",
    samples: await measure(sql, users, { table: "users", rounds }),
    target: { row: busy.name, bound: "at most", ratio: 1.5 },
    note: `${rounds} rounds, in the application's own table of users. The entries name the user afterwards.`,
  });
  report("user", {
    title: `${title}; plain, on delete set null`,
    unit: "ms",
    samples: await measure(sql, users, { table: "plain_users", rounds: plainRounds }),
    note: `${plainRounds} rounds. The entries don't tell any more whose they were.`,
  });
  // What was rolled back lies in the table still, and would be in the way of whoever measures it next.
  await sql`vacuum plain_audit_logs`;
}

/** In the application's own table, with all that refers to it, and in the plain one. */
async function addUsers(sql: postgres.Sql): Promise<void> {
  for (const id of [nobody, shapes.hotActor]) {
    await sql`insert into users (id, name, email) values (${id}, 'Ana Lindqvist', ${`${id}@example.com`})`;
    await sql`insert into plain_users (id, name) values (${id}, 'Ana Lindqvist') on conflict do nothing`;
  }
}

async function countEntries(sql: postgres.Sql): Promise<number> {
  const [row] = await sql<{ entries: number }[]>`
    select count(*)::int as entries from audit_logs where actor_id = ${shapes.hotActor}`;
  return row?.entries ?? 0;
}

class RolledBack extends Error {}

/** Runs it in a transaction of which nothing stays. */
async function rolledBack<Result>(
  sql: postgres.Sql,
  action: (tx: postgres.TransactionSql) => Promise<Result>,
): Promise<Result> {
  let result: { value: Result } | undefined;
  await sql
    .begin(async (tx) => {
      result = { value: await action(tx) };
      throw new RolledBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
    });
  if (!result) throw new Error("The transaction ended before its work was done");
  return result.value;
}

/** @throws Error unless deleting the user leaves our entries as they are, and takes the name from the plain ones */
async function requireOutcome(sql: postgres.Sql, entries: number): Promise<void> {
  const id = shapes.hotActor;
  await rolledBack(sql, async (tx) => {
    for (const table of ["users", "plain_users"]) await tx`delete from ${tx(table)} where id = ${id}`;
    const [ours] = await tx`
      select count(*)::int as named from audit_logs where actor_id = ${id} and actor_name is not null`;
    const [plain] = await tx`select count(*)::int as named from plain_audit_logs where actor_id = ${id}`;
    if (ours?.named === entries && entries > 0 && plain?.named === 0) return;
    throw new Error(
      `Of ${entries} entries ${ours?.named} name the deleted user, of the plain ones ${plain?.named}`,
    );
  });
}

async function measure(
  sql: postgres.Sql,
  users: readonly [User, User],
  { table, rounds: count }: Deletion,
): Promise<Sample[]> {
  const subjects = withControl(users).map((user) => ({ ...user, values: [] as number[] }));
  for (let round = 0; round < count; round++) {
    for (const { id, values } of shuffled(subjects)) values.push(await timeDeletion(sql, table, id));
  }
  return subjects.map(({ name, values }) => ({ name, values }));
}

/** Milliseconds of the statement alone. */
function timeDeletion(sql: postgres.Sql, table: Table, id: string): Promise<number> {
  return rolledBack(sql, async (tx) => {
    const start = performance.now();
    const { count } = await tx`delete from ${tx(table)} where id = ${id}`;
    const milliseconds = performance.now() - start;
    if (count !== 1) throw new Error(`${count} users were deleted instead of one`);
    return milliseconds;
  });
}
