/** A tree that uses every permission of the table: the linter must find nothing in it. */
export const soundTree: Record<string, string> = {
  "package.json": "{}",
  "tsconfig.json": `{ "compilerOptions": { "strict": true, "moduleResolution": "bundler", "paths": { "@/*": ["./*"] } } }`,
  "app/posts/page.tsx": `
import { headers } from "next/headers";
import { AuditLogList } from "@/components/auditLog/AuditLogList";
import { readEnv } from "@/env";
import { createPost } from "@/modules/post/post.service";
import type { Post } from "@/modules/post/post.types";
import { title } from "./title";
export const page: unknown[] = [headers, AuditLogList, readEnv, createPost, title];
export type Props = { post: Post };
`,
  "app/posts/title.ts": `export const title = "Posts";\n`,
  "app/api/auth/route.ts": `export { signIn as GET } from "@/modules/auth/auth.service";\n`,
  "components/ui/button.tsx": `import { join } from "./join";\nexport const button = join;\n`,
  "components/ui/join.ts": `export const join = 1;\n`,
  "components/post/PostCard.tsx": `
import { button } from "@/components/ui/button";
import { createPost } from "@/modules/post/post.service";
import type { Post } from "@/modules/post/post.types";
export const card = (post: Post) => [button, createPost, post];
`,
  "components/post/PostForm.tsx": `
"use client";
import { button } from "@/components/ui/button";
import type { Post } from "@/modules/post/post.types";
export const form = (post: Post) => [button, post];
`,
  "components/auditLog/AuditLogList.tsx": `
import { auditActions } from "@/auditActions";
import { log } from "@/modules/auditLog/auditLog.service";
export const AuditLogList = [auditActions, log];
`,
  "modules/post/post.service.ts": `
import { db } from "@/db/drizzle";
import { log } from "@/modules/auditLog/auditLog.service";
import { insertPost } from "./post.repo";
import { postActions } from "./post.actions";
import type { Post } from "./post.types";
export const createPost = (post: Post) => [db, log, insertPost, postActions, post];
`,
  "modules/post/post.repo.ts": `
import { eq } from "drizzle-orm";
import { db } from "@/db/drizzle";
import { postTable } from "./post.schema";
import type { Post } from "./post.types";
export const insertPost = (post: Post): unknown[] => [eq, db, postTable, post];
`,
  "modules/post/post.schema.ts": `
import { pgTable } from "drizzle-orm/pg-core";
import { userTable } from "@/modules/user/user.schema";
import type { Post } from "./post.types";
export const postTable: unknown[] = [pgTable, userTable];
export type Row = Post;
`,
  "modules/user/user.schema.ts": `import { pgTable } from "drizzle-orm/pg-core";\nexport const userTable: unknown = pgTable;\n`,
  "modules/post/post.types.ts": `
import type { z } from "zod";
import type { Receipt } from "@/modules/auditLog/auditLog.types";
export type Post = { id: string; receipt: Receipt; schema: z.ZodType };
`,
  "modules/post/post.actions.ts": `
import { z } from "zod";
import { defineAuditActions } from "@/modules/auditLog/auditLog.actions";
export const postActions: unknown[] = [z, defineAuditActions];
`,
  "modules/auth/auth.repo.ts": `
import { userTable } from "@/modules/user/user.schema";
export const tables = { userTable };
`,
  "modules/auth/auth.service.ts": `import { headers } from "next/headers";\nexport const signIn: unknown = headers;\n`,
  "modules/auditLog/auditLog.types.ts": `export type Receipt = { id: string };\n`,
  "modules/auditLog/auditLog.actions.ts": `export const defineAuditActions = 1;\n`,
  "modules/auditLog/auditLog.service.ts": `
import { readEnv } from "@/env";
import { ensurePartitions } from "./retention/partitions.repo";
import { readRequestContext } from "./capture/requestContext";
export const log = [readEnv, ensurePartitions, readRequestContext];
`,
  "modules/auditLog/capture/requestContext.ts": `
import { headers } from "next/headers";
export const readRequestContext: unknown = headers;
`,
  "modules/auditLog/capture/policies.ts": `
import { auditActions } from "@/auditActions";
import type { Receipt } from "@/modules/auditLog/auditLog.types";
export const policyOf: unknown[] = [auditActions];
export type Told = Receipt;
`,
  "modules/auditLog/retention/partitions.repo.ts": `
import { sql } from "drizzle-orm";
import { db } from "@/db/drizzle";
export const ensurePartitions: unknown[] = [sql, db];
`,
  "db/drizzle.ts": `import postgres from "postgres";\nimport { readEnv } from "@/env";\nexport const db: unknown[] = [postgres, readEnv];\n`,
  "db/seed.ts": `import { createPost } from "@/modules/post/post.service";\nexport const seedDatabase = createPost;\n`,
  "env.ts": `import { z } from "zod";\nexport const readEnv: unknown = z;\n`,
  "auditActions.ts": `import { postActions } from "@/modules/post/post.actions";\nexport const auditActions = { postActions };\n`,
  "instrumentation.ts": `
import { db } from "@/db/drizzle";
import { readEnv } from "@/env";
import { log } from "@/modules/auditLog/auditLog.service";
export const register = [db, readEnv, log];
`,
  "tests/unit/post.test.ts": `
import { eq } from "drizzle-orm";
import { headers } from "next/headers";
import { insertPost } from "@/modules/post/post.repo";
export const imported: unknown[] = [eq, headers, insertPost];
`,
};
