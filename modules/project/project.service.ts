import { z } from "zod";
import { db } from "@/db/drizzle";
import { inTransaction, type Transaction } from "@/db/transaction";
import { accessService, idSchema, parseInput } from "@/modules/access/access.service";
import { ServiceError, type Actor, type Attempt } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { organizationService } from "@/modules/organization/organization.service";
import { postsOfProjectService } from "@/modules/post/postsOfProject.service";
import type { PostAction } from "@/modules/post/post.types";
import { profileService } from "@/modules/user/profile.service";
import * as projectRepo from "./project.repo";
import { projectNameSchema, type Project, type ProjectAction } from "./project.types";

export const projectService = {
  list,
  listExisting,
  get,
  create,
  rename,
  archive,
  restore,
  transfer,
  delete: remove,
  lockForPosts,
};

/** The organization's projects by name. */
async function list(actor: Actor): Promise<Project[]> {
  const { organizationId } = accessService.requireOrganization(actor);
  return projectRepo.findProjects(organizationId);
}

/** Those of these ids that are projects of the actor's organization. */
async function listExisting(actor: Actor, ids: readonly string[]): Promise<string[]> {
  const { organizationId } = accessService.requireOrganization(actor);
  return projectRepo.findProjectIds(
    organizationId,
    ids.map((id) => idSchema.parse(id)),
  );
}

/** `tx`: read in the caller's transaction. */
async function get(actor: Actor, input: { projectId: string; tx?: Transaction }): Promise<Project> {
  const key = { ...accessService.requireOrganization(actor), projectId: idSchema.parse(input.projectId) };
  const project = await projectRepo.findProject(input.tx ?? db, key);
  if (!project) throw new ServiceError("not_found", "There is no such project. It may have been deleted.");
  return project;
}

const createSchema = z.strictObject({ name: projectNameSchema });

async function create(actor: Actor, input: z.input<typeof createSchema>): Promise<Project> {
  const { name } = parseInput(createSchema, input);
  const attempt = { action: "project.created", resourceType: "project", resourceId: "new" } as const;
  const { organizationId, id: ownerId } = await accessService.requireMembership(actor, attempt);
  return inTransaction(async (tx) => {
    const [project] = await projectRepo.insertProject(tx, { organizationId, name, ownerId });
    if (!project) throw new Error("Postgres returned no row for an inserted project.");
    await auditLogService.log({ actor, action: "project.created", ...describe(project) }, { tx });
    return project;
  });
}

const renameSchema = z.strictObject({ projectId: idSchema, name: projectNameSchema });

async function rename(actor: Actor, input: z.input<typeof renameSchema>): Promise<Project> {
  const { projectId, name } = parseInput(renameSchema, input);
  return change(actor, { action: "project.renamed", projectId }, async (tx, project) => {
    const changes = auditLogService.changes(project, { name });
    if (changes === null) return project;
    await projectRepo.updateProject(tx, { id: project.id, name });
    const renamed = { ...project, name };
    await auditLogService.log({ actor, action: "project.renamed", ...describe(renamed), changes }, { tx });
    return renamed;
  });
}

const keySchema = z.strictObject({ projectId: idSchema });

/** An archived project takes no new posts. */
async function archive(actor: Actor, input: z.input<typeof keySchema>): Promise<Project> {
  const { projectId } = parseInput(keySchema, input);
  return change(actor, { action: "project.archived", projectId }, async (tx, project) => {
    if (project.archivedAt !== null) return project;
    const archived = { ...project, archivedAt: new Date() };
    await projectRepo.updateProject(tx, { id: project.id, archivedAt: archived.archivedAt });
    await auditLogService.log({ actor, action: "project.archived", ...describe(project) }, { tx });
    return archived;
  });
}

async function restore(actor: Actor, input: z.input<typeof keySchema>): Promise<Project> {
  const { projectId } = parseInput(keySchema, input);
  return change(actor, { action: "project.restored", projectId }, async (tx, project) => {
    if (project.archivedAt === null) return project;
    await projectRepo.updateProject(tx, { id: project.id, archivedAt: null });
    await auditLogService.log({ actor, action: "project.restored", ...describe(project) }, { tx });
    return { ...project, archivedAt: null };
  });
}

const transferSchema = z.strictObject({ projectId: idSchema, userId: idSchema });

/** Gives a project to another member of the organization. */
async function transfer(actor: Actor, input: z.input<typeof transferSchema>): Promise<Project> {
  const { projectId, userId } = parseInput(transferSchema, input);
  return change(actor, { action: "project.transferred", projectId }, async (tx, project) => {
    if (project.ownerId === userId) return project;
    const target = await organizationService.getMember(tx, { actor, userId });
    const attempt = { action: "project.transferred", resourceType: "user", resourceId: userId } as const;
    if (!target) return accessService.denyNotFound(actor, attempt);
    await projectRepo.updateProject(tx, { id: project.id, ownerId: userId });
    const owners = await profileService.getMany(project.ownerId ? [project.ownerId] : [], tx);
    const fromName = owners.get(project.ownerId ?? "")?.name ?? null;
    const metadata = { fromName, toName: target.name };
    await auditLogService.log(
      { actor, action: "project.transferred", ...describe(project), metadata },
      { tx },
    );
    return { ...project, ownerId: userId };
  });
}

/** Deletes a project with its posts. */
async function remove(actor: Actor, input: z.input<typeof keySchema>): Promise<void> {
  const { projectId } = parseInput(keySchema, input);
  await change(actor, { action: "project.deleted", projectId }, async (tx, project) => {
    const posts = await postsOfProjectService.lock(tx, project.id);
    await projectRepo.deleteProject(tx, project.id);
    const named = posts.slice(0, 20).map(({ id, title }) => ({ id, title }));
    const metadata = { postCount: posts.length, posts: named };
    const related = posts.map(({ id }) => ({ type: "post", id }));
    await auditLogService.log(
      { actor, action: "project.deleted", ...describe(project), metadata, related },
      { tx },
    );
  });
}

/** The project that posts are about to enter, locked until the transaction ends; refused if archived. */
async function lockForPosts(
  tx: Transaction,
  input: { actor: Actor; projectId: string; action: PostAction },
): Promise<Project> {
  const { actor, projectId, action } = input;
  const project = await lock(tx, actor, { action, resourceType: "project", resourceId: projectId });
  if (project.archivedAt === null) return project;
  throw new ServiceError("conflict", "This project is archived: restore it before you add posts to it.");
}

type Target = { action: ProjectAction; projectId: string };
type Change<Result> = (tx: Transaction, project: Project) => Promise<Result>;

/** Locks the actor's project and changes it in one transaction, or refuses. */
async function change<Result>(actor: Actor, target: Target, how: Change<Result>): Promise<Result> {
  const attempt = { action: target.action, resourceType: "project", resourceId: target.projectId };
  return inTransaction(async (tx) => {
    const project = await lock(tx, actor, attempt);
    if (target.action !== "project.renamed") {
      await accessService.requirePermission(actor, "project.manage", { ...attempt, ...describe(project) });
    }
    return how(tx, project);
  });
}

async function lock(tx: Transaction, actor: Actor, attempt: Attempt): Promise<Project> {
  const { organizationId } = await accessService.requireMembership(actor, attempt);
  const project = await projectRepo.lockProject(tx, { organizationId, projectId: attempt.resourceId });
  return project ?? accessService.denyNotFound(actor, attempt);
}

function describe(project: Project) {
  return { resourceType: "project", resourceId: project.id, resourceName: project.name };
}
