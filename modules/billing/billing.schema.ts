import { pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { organizationTable } from "@/modules/organization/organization.schema";

/** One row an organization that has ever chosen a plan; none means the free one. */
export const subscriptionTable = pgTable("subscriptions", {
  organizationId: uuid("organization_id")
    .primaryKey()
    .references(() => organizationTable.id, { onDelete: "cascade" }),
  plan: text().notNull(),
  status: text().notNull(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
});
