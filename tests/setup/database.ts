import { randomBytes } from "node:crypto";

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import postgres from "postgres";
import { afterAll, inject } from "vitest";

import { closeDatabase } from "@/db/drizzle";

// Each test file gets a clone of the migrated template, set before it imports anything of the application.
const template = new URL(inject("templateDatabaseUrl"));
const name = `test_${randomBytes(8).toString("hex")}`;

await asAdmin((sql) => sql`create database ${sql(name)} template ${sql(template.pathname.slice(1))}`);
process.env.DATABASE_URL = Object.assign(new URL(template), { pathname: name }).href;
const spoolFolder = await mkdtemp(path.join(tmpdir(), "audit-log-spool-"));
process.env.AUDIT_LOG_SPOOL_DIR = spoolFolder;
process.env.AUTH_SECRET = "a-secret-for-tests-and-nothing-else";

afterAll(async () => {
  // Only now: a test file may have reasons to be the first to import it.
  const { auditLogService } = await import("@/modules/auditLog/auditLog.service");
  await auditLogService.close();
  await closeDatabase();
  await rm(spoolFolder, { recursive: true, force: true });
  await asAdmin((sql) => sql`drop database ${sql(name)} with (force)`);
});

async function asAdmin(action: (sql: postgres.Sql) => Promise<unknown>) {
  const admin = postgres(Object.assign(new URL(template), { pathname: "postgres" }).href, {
    max: 1,
    onnotice: () => {},
  });
  try {
    await action(admin);
  } finally {
    await admin.end();
  }
}
