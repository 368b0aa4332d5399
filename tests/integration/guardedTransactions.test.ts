import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { connect } from "./auditLogSupport";

// As many as the pool has connections, and more.
const many = Array.from({ length: 15 }, (_, at) => at);

it("a statement that the driver can't even send is rolled back, and its connection is free again", async () => {
  for (const _ of many) {
    const failing = db.transaction((tx) => tx.execute(sql`select ${new Date()}`));
    await expect(failing).rejects.toThrow("Failed query");
  }
  expect(await Promise.all(many.map(() => db.execute(sql`select 1`)))).toHaveLength(many.length);
  const [idle] = await connect()`select count(*)::int as count from pg_stat_activity
    where datname = current_database() and state like 'idle in transaction%'`;
  expect(idle).toEqual({ count: 0 });
});

it("an error of the callback's own is no loss of the connection, whatever its code", async () => {
  for (const _ of many) {
    const failing = db.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      throw Object.assign(new Error("reset by somebody else"), { code: "ECONNRESET" });
    });
    await expect(failing).rejects.toThrow("reset by somebody else");
  }
  expect(await Promise.all(many.map(() => db.execute(sql`select 1`)))).toHaveLength(many.length);
});

it("what is sent after the end is refused: it would run outside, or in another's transaction", async () => {
  let late = () => Promise.resolve<unknown>(null);
  await db.transaction(async (tx) => {
    await tx.execute(sql`select 1`);
    late = () => tx.execute(sql`select 1`);
  });
  await expect(late()).rejects.toMatchObject({ cause: { code: "TRANSACTION_ENDED" } });
});
