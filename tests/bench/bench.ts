import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { desc, eq, sql as statement } from "drizzle-orm";
import postgres from "postgres";
import { startEmbeddedPostgres } from "@/db/embedded/embeddedPostgres";
import { migrateDatabase } from "@/db/migrate";
import { inTurn, print } from "./measure";
import { createPlainTable, fillBoth, plainTable } from "./plain";

const { values } = parseArgs({ options: { rows: { type: "string", default: "200000" } } });
const rows = Number(values.rows);
if (!Number.isInteger(rows) || rows < 10_000) {
  console.error(`--rows takes a whole number from 10000 on, e.g. npm run bench -- --rows 1000000`);
  process.exit(2);
}

// Its own server, durable as in production, thrown away afterwards.
const folder = await mkdtemp(path.join(tmpdir(), "audit-log-bench-"));
const server = await startEmbeddedPostgres({ folder, port: 54_400 });
process.env.DATABASE_URL = server.url;
process.env.AUTH_SECRET = server.authSecret;
const sql = postgres(server.url, { max: 1, onnotice: () => {} });
try {
  await migrateDatabase(server.url);
  await createPlainTable(sql);
  await benchAll();
} finally {
  const { closeDatabase } = await import("@/db/drizzle");
  await closeDatabase();
  await sql.end();
  await server.release();
  await rm(folder, { recursive: true, force: true });
}

async function benchAll(): Promise<void> {
  const { db } = await import("@/db/drizzle");
  const { auditLogService } = await import("@/modules/auditLog/auditLog.service");
  const entry = { action: "post.published", resourceType: "post", resourceId: "p1" } as const;
  const plain = { actorId: "u1", ...entry };
  const full = {
    actor: { type: "user", id: "u1", name: "Ana Lindqvist" },
    resourceName: "Q3 plan",
    ...entry,
  } as const;

  print(
    "A lone entry",
    await inTurn(600, {
      "plain insert": () => db.insert(plainTable).values(plain),
      "log()": () => auditLogService.log(full),
    }),
  );

  await sql`create table documents (id int primary key, title text)`;
  await sql`insert into documents values (1, 'Q3 plan')`;
  print(
    "A mutation in a transaction: read, update, entry",
    await inTurn(600, {
      "without entry": (round) => db.transaction((tx) => edit(tx, round)),
      "plain insert": (round) =>
        db.transaction(async (tx) => {
          await edit(tx, round);
          await tx.insert(plainTable).values(plain);
        }),
      "log(…, { tx })": (round) =>
        db.transaction(async (tx) => {
          await edit(tx, round);
          await auditLogService.log(full, { tx });
        }),
    }),
  );

  console.log(`\nFilling both tables with ${rows} entries…`);
  await fillBoth(sql, rows);
  for (const resourceId of ["hot", "post7"]) {
    print(
      `A page of 50 of resource "${resourceId}" among ${rows}`,
      await inTurn(200, {
        "plain select": () => selectPlain(resourceId),
        getForResource: () => auditLogService.getForResource("post", resourceId),
      }),
    );
  }
  await auditLogService.close();

  async function edit(tx: Parameters<Parameters<typeof db.transaction>[0]>[0], round: number) {
    await tx.execute(statement`select title from documents where id = 1 for update`);
    await tx.execute(statement`update documents set title = ${String(round)} where id = 1`);
  }

  function selectPlain(resourceId: string) {
    return db
      .select()
      .from(plainTable)
      .where(eq(plainTable.resourceId, resourceId))
      .orderBy(desc(plainTable.createdAt))
      .limit(50);
  }
}
