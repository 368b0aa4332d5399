import { index, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { organizationTable } from "@/modules/organization/organization.schema";
import { projectTable } from "@/modules/project/project.schema";
import { userTable } from "@/modules/user/user.schema";

export const postTable = pgTable(
  "posts",
  {
    id: uuid().primaryKey().defaultRandom(),
    organizationId: uuid("organization_id")
      .notNull()
      .references(() => organizationTable.id, { onDelete: "cascade" }),
    projectId: uuid("project_id")
      .notNull()
      .references(() => projectTable.id, { onDelete: "cascade" }),
    title: text().notNull(),
    body: text().notNull().default(""),
    authorId: uuid("author_id").references(() => userTable.id, { onDelete: "set null" }),
    publishedAt: timestamp("published_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index("posts_project_idx").on(table.projectId, table.createdAt),
    index("posts_organization_idx").on(table.organizationId),
    index("posts_author_idx").on(table.authorId),
  ],
);
