import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogInput } from "@/modules/auditLog/auditLog.types";
import { connectTo } from "./ledger";
import { lockTable } from "./sabotage";
import { startDurableServer } from "./server";

const entry: AuditLogInput<"post.updated"> = {
  action: "post.updated",
  resourceType: "post",
  resourceId: "p1",
};

// After a crash Postgres gives the ids again of which nothing had reached the disk.
test("a server killed while a transaction with spooled entries is open: another that gets its id doesn't store them", async () => {
  const server = await startDurableServer();
  const owner = connectTo(server.url);
  // Read at the first query, and so before anything of the application connects.
  process.env.DATABASE_URL = server.url;
  await db.execute(sql`create table business (id text)`);

  await lockTable(owner);
  const open = db.transaction(async (tx) => {
    await tx.execute(sql`insert into business values ('undone')`);
    const receipts = [await auditLogService.log(entry, { tx })];
    await tx.transaction(async (inner) => receipts.push(await auditLogService.log(entry, { tx: inner })));
    expect(receipts.map(({ status }) => status)).toEqual(["spooled", "spooled"]);
    await server.kill({ wholly: true });
    await tx.execute(sql`insert into business values ('undone')`);
  });
  await expect(open).rejects.toBeInstanceOf(Error);
  await server.restart();

  for (let made = 0; made < 20; made++) await owner`insert into business values ('done')`;
  await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
  expect(await owner`select id from audit_logs`).toEqual([]);
  expect(await owner`select id from business where id = 'undone'`).toEqual([]);
  expect(await auditLogService.deadLetters()).toEqual([]);
});

async function waiting(): Promise<number> {
  await auditLogService.replaySpool();
  return (await auditLogService.health()).spooled;
}
