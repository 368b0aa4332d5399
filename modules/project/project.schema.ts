import { index, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { organizationTable } from "@/modules/organization/organization.schema";
import { userTable } from "@/modules/user/user.schema";

export const projectTable = pgTable(
  "projects",
  {
    id: uuid().primaryKey().defaultRandom(),
    organizationId: uuid("organization_id")
      .notNull()
      .references(() => organizationTable.id, { onDelete: "cascade" }),
    name: text().notNull(),
    ownerId: uuid("owner_id").references(() => userTable.id, { onDelete: "set null" }),
    archivedAt: timestamp("archived_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index("projects_organization_idx").on(table.organizationId, table.name),
    index("projects_owner_idx").on(table.ownerId),
  ],
);
