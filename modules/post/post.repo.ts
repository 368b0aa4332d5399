import { and, desc, eq, inArray } from "drizzle-orm";
import { db } from "@/db/drizzle";
import type { Transaction } from "@/db/transaction";
import { postTable } from "./post.schema";
import type { Post } from "./post.types";

type Key = { organizationId: string; postId: string };
type Fields = Partial<Pick<Post, "title" | "body" | "publishedAt" | "projectId">>;

export function findPosts(organizationId: string, projectId: string): Promise<Post[]> {
  return db
    .select()
    .from(postTable)
    .where(and(eq(postTable.organizationId, organizationId), eq(postTable.projectId, projectId)))
    .orderBy(desc(postTable.createdAt), desc(postTable.id));
}

export async function findPost(key: Key): Promise<Post | undefined> {
  const [post] = await db.select().from(postTable).where(byKey(key));
  return post;
}

/** Those of these ids that are posts of the organization. */
export async function findPostIds(organizationId: string, ids: readonly string[]): Promise<string[]> {
  const { id } = postTable;
  const isAsked = and(eq(postTable.organizationId, organizationId), inArray(id, [...ids]));
  return (await db.select({ id }).from(postTable).where(isAsked)).map((post) => post.id);
}

/** The post, locked until the transaction ends: what is read is what is changed. */
export async function lockPost(tx: Transaction, key: Key): Promise<Post | undefined> {
  const [post] = await tx.select().from(postTable).where(byKey(key)).for("update");
  return post;
}

/** The posts that go with their project, oldest first, locked until the transaction ends. */
export function lockPostsOfProject(tx: Transaction, projectId: string): Promise<Post[]> {
  return tx
    .select()
    .from(postTable)
    .where(eq(postTable.projectId, projectId))
    .orderBy(postTable.createdAt, postTable.id)
    .for("update");
}

export function insertPost(tx: Transaction, post: typeof postTable.$inferInsert): Promise<Post[]> {
  return tx.insert(postTable).values(post).returning();
}

export async function updatePost(tx: Transaction, { id, ...fields }: { id: string } & Fields): Promise<void> {
  await tx.update(postTable).set(fields).where(eq(postTable.id, id));
}

export async function deletePost(tx: Transaction, postId: string): Promise<void> {
  await tx.delete(postTable).where(eq(postTable.id, postId));
}

function byKey({ organizationId, postId }: Key) {
  return and(eq(postTable.organizationId, organizationId), eq(postTable.id, postId));
}
