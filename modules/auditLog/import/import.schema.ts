import { bigint, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/**
 * How far each import has come. `position` is where the next run reads on, written by the statement that stores what
 * came before it; null before anything was stored.
 */
export const auditLogImportTable = pgTable("audit_log_imports", {
  name: text().primaryKey(),
  source: text().notNull(),
  position: jsonb(),
  imported: bigint({ mode: "number" }).notNull().default(0),
  existing: bigint({ mode: "number" }).notNull().default(0),
  refused: bigint({ mode: "number" }).notNull().default(0),
  startedAt: timestamp("started_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  completedAt: timestamp("completed_at", { withTimezone: true }),
});
