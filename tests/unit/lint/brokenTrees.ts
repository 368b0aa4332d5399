/** Per rule, files that break it: a path that the rule governs, and what must not be there. */
export type BrokenTrees = Record<string, Record<string, string>>;

/** Imports against the table, with every spelling that might slip past it. */
export const brokenImports: BrokenTrees = {
  app: {
    "app/posts/page.tsx": `import "@/modules/post/post.repo";`,
    "app/posts/query.ts": `import { db } from "@/db/drizzle";`,
    "app/posts/schema.ts": `import { postTable } from "@/modules/post/post.schema";`,
    "app/posts/actions.ts": `import "@/modules/auditLog/capture/entry";`,
  },
  ui: {
    "components/ui/button.tsx": `import type { Post } from "@/modules/post/post.types"; export type P = Post;`,
  },
  auditLogComponents: {
    "components/auditLog/AuditLogList.tsx": `import "@/modules/post/post.service";`,
  },
  components: {
    "components/post/PostCard.tsx": `import type { Row } from "@/modules/post/post.repo"; export type R = Row;`,
    "components/post/PostFeed.tsx": `export const load = () => import("@/db/drizzle");`,
  },
  clientComponents: {
    "components/post/PostForm.tsx": `"use client";\nimport "@/modules/post/post.service";`,
  },
  service: {
    "modules/post/post.service.ts": `import { findProject } from "@/modules/project/project.repo";`,
    "modules/post/own.service.ts": `import { postTable } from "./post.schema";`,
    "modules/post/page.service.ts": `import "@/app/posts/page";`,
    "modules/post/publishing/publish.ts": `export type Row = import("@/modules/project/project.repo").Row;`,
    "modules/post/reexport.service.ts": `export { findProject } from "@/modules/project/project.repo"; export const own = 1;`,
    "modules/post/everything.service.ts": `export * from "@/modules/project/project.repo";`,
    "modules/post/required.service.ts": `import repo = require("@/modules/project/project.repo"); export { repo };`,
    "modules/post/extension.service.ts": `import "@/modules/project/project.repo.ts";`,
    "modules/post/parent.service.ts": `import "../project/project.repo";`,
    "modules/auditLog/capture/entry.ts": `import "@/auditActions";`,
    "modules/post/registry.service.ts": `import "@/modules/project/project.actions";`,
  },
  repo: {
    "modules/post/post.repo.ts": `import { projectTable } from "@/modules/project/project.schema";`,
    "modules/auditLog/retention/partitions.repo.ts": `import "@/modules/auditLog/auditLog.service";`,
  },
  authRepo: {
    "modules/auth/auth.repo.ts": `import "@/modules/user/user.repo";`,
  },
  schema: {
    "modules/post/post.schema.ts": `import { db } from "@/db/drizzle";`,
    "modules/user/user.schema.ts": `import { cookies } from "next/server";`,
  },
  types: {
    "modules/post/post.types.ts": `import type { Db } from "@/db/drizzle"; export type D = Db;`,
    "modules/user/user.types.ts": `import type { NextRequest } from "next/server"; export type R = NextRequest;`,
  },
  actions: {
    "modules/post/post.actions.ts": `import "./post.service";`,
    "modules/user/user.actions.ts": `import { v7 } from "uuid";`,
  },
  auditLogModule: {
    "modules/auditLog/auditLog.service.ts": `import "@/modules/access/access.service";`,
    "modules/auditLog/delivery/deliver.ts": `import type { Actor } from "@/modules/access/access.types"; export type A = Actor;`,
  },
  auditLogPolicies: {
    "modules/auditLog/capture/policies.ts": `import "@/modules/post/post.actions";`,
  },
  db: {
    "db/migrate.ts": `import "@/modules/post/post.schema";`,
  },
  seed: {
    "db/seed.ts": `import "@/modules/post/post.repo";`,
  },
  auditActions: {
    "auditActions.ts": `import "@/modules/post/post.service";`,
  },
  environment: {
    "env.ts": `import "@/db/drizzle";`,
  },
  root: {
    "instrumentation.ts": `import "@/modules/post/post.repo";`,
  },
  sql: {
    "modules/post/post.service.ts": `import { eq } from "drizzle-orm";`,
    "app/posts/page.tsx": `import { sql } from "drizzle-orm/sql";`,
    "modules/auditLog/delivery/pool.ts": `import postgres from "postgres";`,
  },
  requestHeaders: {
    "modules/post/post.service.ts": `import { headers } from "next/headers";`,
    "modules/auditLog/auditLog.service.ts": `const load = async () => import(\`next/headers\`);`,
  },
  readEnv: {
    "modules/post/post.service.ts": `import { readEnv } from "@/env";`,
    "components/post/PostCard.tsx": `const { readEnv } = require("@/env");`,
  },
};

/** Files that break what holds everywhere. */
export const brokenStructure: BrokenTrees = {
  parent: {
    "app/posts/page.tsx": `import "../layout";`,
    "app/posts/deep/page.tsx": `import "./../page";`,
    "tests/unit/post.test.ts": `import "../setup/database";`,
  },
  folder: {
    "modules/post/utils/dates.ts": `export const today = 1;`,
    "lib/format.ts": `export const format = 1;`,
    "hooks/usePost.ts": `export const usePost = 1;`,
  },
  barrel: {
    "modules/post/index.ts": `export { createPost } from "./post.service"; export const own = 1;`,
    "modules/post/post.service.ts": `export * from "@/modules/project/project.service"; export const own = 1;`,
    "modules/post/everything.ts": `export type { Post } from "./post.types";`,
  },
  query: {
    "modules/post/post.service.ts": `import { db } from "@/db/drizzle"; export const rows = db.select();`,
    "modules/auditLog/delivery/deliver.ts": "export const insert = (sql) => sql`select 1`;",
  },
};

/** Files that break a rule of the linter's own, by its code. */
export const brokenCode: BrokenTrees = {
  "typescript(no-floating-promises)": {
    "modules/post/a.ts": `async function log() {}\nexport function f() { log(); }`,
  },
  "typescript(no-misused-promises)": {
    "modules/post/b.ts": `async function log() { return true; }\nif (log()) throw new Error("b");`,
  },
  "typescript(no-explicit-any)": {
    "modules/post/c.ts": `export const c: any = 1;`,
  },
  "typescript(no-non-null-assertion)": {
    "modules/post/d.ts": `export const d = (x: string | null) => x!;`,
  },
  "typescript(no-unsafe-type-assertion)": {
    "modules/post/e.ts": `export const e = (x: unknown) => x as string;`,
  },
  "typescript(return-await)": {
    "modules/post/f.ts": `async function log() {}\nexport async function f() { try { return log(); } catch { return null; } }`,
  },
  "eslint(max-lines)": {
    "modules/post/g.ts": "export {};\n".repeat(251),
  },
};
