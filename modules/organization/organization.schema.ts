import { sql } from "drizzle-orm";
import { index, pgTable, text, timestamp, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import type { OrganizationRole } from "@/modules/access/access.types";
import { userTable } from "@/modules/user/user.schema";

/** A tenant. */
export const organizationTable = pgTable("organizations", {
  id: uuid("id").primaryKey().defaultRandom(),
  name: text("name").notNull(),
  slug: text("slug").notNull().unique(),
  logo: text("logo"),
  /** JSON as text: the form better-auth reads and writes. */
  metadata: text("metadata"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
});

/** A person's place in an organization. */
export const memberTable = pgTable(
  "members",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    organizationId: uuid("organization_id")
      .notNull()
      .references(() => organizationTable.id, { onDelete: "cascade" }),
    userId: uuid("user_id")
      .notNull()
      .references(() => userTable.id, { onDelete: "cascade" }),
    role: text("role").$type<OrganizationRole>().notNull().default("member"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    unique("members_organization_id_user_id_unique").on(table.organizationId, table.userId),
    index("members_user_id_idx").on(table.userId),
    uniqueIndex("members_one_owner_idx")
      .on(table.organizationId)
      .where(sql`role = 'owner'`),
  ],
);

export const invitationStatuses = ["pending", "accepted", "rejected", "canceled"] as const;
export type InvitationStatus = (typeof invitationStatuses)[number];

/** An address asked to join an organization; it stands until `expiresAt`. */
export const invitationTable = pgTable(
  "invitations",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    organizationId: uuid("organization_id")
      .notNull()
      .references(() => organizationTable.id, { onDelete: "cascade" }),
    email: text("email").notNull(),
    role: text("role").$type<OrganizationRole>().notNull().default("member"),
    status: text("status").$type<InvitationStatus>().notNull().default("pending"),
    inviterId: uuid("inviter_id").references(() => userTable.id, { onDelete: "set null" }),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index("invitations_organization_id_idx").on(table.organizationId),
    index("invitations_inviter_id_idx").on(table.inviterId),
    index("invitations_email_idx").on(table.email),
  ],
);
