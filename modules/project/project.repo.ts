import { and, asc, eq, inArray } from "drizzle-orm";
import { db } from "@/db/drizzle";
import type { Executor, Transaction } from "@/db/transaction";
import { projectTable } from "./project.schema";
import type { Project } from "./project.types";

type Key = { organizationId: string; projectId: string };
type Fields = Partial<Pick<Project, "name" | "ownerId" | "archivedAt">>;

export function findProjects(organizationId: string): Promise<Project[]> {
  return db
    .select()
    .from(projectTable)
    .where(eq(projectTable.organizationId, organizationId))
    .orderBy(asc(projectTable.name), asc(projectTable.id));
}

export async function findProject(executor: Executor, key: Key): Promise<Project | undefined> {
  const [project] = await executor.select().from(projectTable).where(byKey(key));
  return project;
}

/** Those of these ids that are projects of the organization. */
export async function findProjectIds(organizationId: string, ids: readonly string[]): Promise<string[]> {
  const { id } = projectTable;
  const isAsked = and(eq(projectTable.organizationId, organizationId), inArray(id, [...ids]));
  return (await db.select({ id }).from(projectTable).where(isAsked)).map((project) => project.id);
}

/** The project, locked until the transaction ends: what is read is what is changed. */
export async function lockProject(tx: Transaction, key: Key): Promise<Project | undefined> {
  const [project] = await tx.select().from(projectTable).where(byKey(key)).for("update");
  return project;
}

export function insertProject(
  tx: Transaction,
  project: typeof projectTable.$inferInsert,
): Promise<Project[]> {
  return tx.insert(projectTable).values(project).returning();
}

export async function updateProject(
  tx: Transaction,
  { id, ...fields }: { id: string } & Fields,
): Promise<void> {
  await tx.update(projectTable).set(fields).where(eq(projectTable.id, id));
}

/** Its posts go with it. */
export async function deleteProject(tx: Transaction, projectId: string): Promise<void> {
  await tx.delete(projectTable).where(eq(projectTable.id, projectId));
}

function byKey({ organizationId, projectId }: Key) {
  return and(eq(projectTable.organizationId, organizationId), eq(projectTable.id, projectId));
}
