import { z } from "zod";
import { inTransaction, type Transaction } from "@/db/transaction";
import { accessService, idSchema, parseInput } from "@/modules/access/access.service";
import { ServiceError, type Actor } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { projectService } from "@/modules/project/project.service";
import * as postRepo from "./post.repo";
import {
  deleteReasonSchema,
  postBodySchema,
  postTitleSchema,
  type Post,
  type PostAction,
} from "./post.types";

export const postService = { list, listExisting, get, create, edit, publish, move, delete: remove };

/** A project's posts, newest first. */
async function list(actor: Actor, input: { projectId: string }): Promise<Post[]> {
  const project = await projectService.get(actor, input);
  return postRepo.findPosts(project.organizationId, project.id);
}

/** Those of these ids that are posts of the actor's organization. */
async function listExisting(actor: Actor, ids: readonly string[]): Promise<string[]> {
  const { organizationId } = accessService.requireOrganization(actor);
  return postRepo.findPostIds(
    organizationId,
    ids.map((id) => idSchema.parse(id)),
  );
}

async function get(actor: Actor, input: { postId: string }): Promise<Post> {
  const { organizationId } = accessService.requireOrganization(actor);
  const post = await postRepo.findPost({ organizationId, postId: idSchema.parse(input.postId) });
  if (!post) throw new ServiceError("not_found", "There is no such post. It may have been deleted.");
  return post;
}

const createSchema = z.strictObject({
  projectId: idSchema,
  title: postTitleSchema,
  body: postBodySchema.default(""),
});

async function create(actor: Actor, input: z.input<typeof createSchema>): Promise<Post> {
  const { projectId, ...fields } = parseInput(createSchema, input);
  return inTransaction(async (tx) => {
    const { organizationId } = await projectService.lockForPosts(tx, {
      actor,
      projectId,
      action: "post.created",
    });
    const [post] = await postRepo.insertPost(tx, {
      ...fields,
      organizationId,
      projectId,
      authorId: actor.id,
    });
    if (!post) throw new Error("Postgres returned no row for an inserted post.");
    await auditLogService.log({ actor, action: "post.created", ...describe(post) }, { tx });
    return post;
  });
}

const editSchema = z.strictObject({
  postId: idSchema,
  title: postTitleSchema.optional(),
  body: postBodySchema.optional(),
});

/** Changes what is given; a post that reads so already stays as it is, and nothing is logged. */
async function edit(actor: Actor, input: z.input<typeof editSchema>): Promise<Post> {
  const { postId, ...fields } = parseInput(editSchema, input);
  return change(actor, { action: "post.updated", postId }, async (tx, post) => {
    const changes = auditLogService.changes(post, fields);
    if (changes === null) return post;
    await postRepo.updatePost(tx, { id: post.id, ...fields });
    const edited = { ...post, ...fields };
    await auditLogService.log({ actor, action: "post.updated", ...describe(edited), changes }, { tx });
    return edited;
  });
}

const keySchema = z.strictObject({ postId: idSchema });

async function publish(actor: Actor, input: z.input<typeof keySchema>): Promise<Post> {
  const { postId } = parseInput(keySchema, input);
  return change(actor, { action: "post.published", postId }, async (tx, post) => {
    if (post.publishedAt !== null) return post;
    const publishedAt = new Date();
    await postRepo.updatePost(tx, { id: post.id, publishedAt });
    await auditLogService.log({ actor, action: "post.published", ...describe(post) }, { tx });
    return { ...post, publishedAt };
  });
}

const moveSchema = z.strictObject({ postId: idSchema, projectId: idSchema });

/** Moves a post to another project of the same organization. */
async function move(actor: Actor, input: z.input<typeof moveSchema>): Promise<Post> {
  const { postId, projectId } = parseInput(moveSchema, input);
  const action = "post.moved";
  return inTransaction(async (tx) => {
    // The project before the post, as everywhere: whoever deletes a project locks it before its posts.
    const target = await projectService.lockForPosts(tx, { actor, projectId, action });
    const post = await lock(tx, { actor, action, postId });
    if (target.id === post.projectId) return post;
    const source = await projectService.get(actor, { projectId: post.projectId, tx });
    await postRepo.updatePost(tx, { id: post.id, projectId: target.id });
    const metadata = { fromProject: source.name, toProject: target.name };
    const related = [source, target].map(({ id }) => ({ type: "project", id }));
    await auditLogService.log({ actor, action, ...describe(post), related, metadata }, { tx });
    return { ...post, projectId: target.id };
  });
}

const removeSchema = z.strictObject({ postId: idSchema, reason: deleteReasonSchema.optional() });

/** Its author deletes a post, or an administrator of the organization. */
async function remove(actor: Actor, input: z.input<typeof removeSchema>): Promise<void> {
  const { postId, reason } = parseInput(removeSchema, input);
  await change(actor, { action: "post.deleted", postId }, async (tx, post) => {
    if (post.authorId !== actor.id) {
      const attempt = { action: "post.deleted", ...describe(post) } as const;
      await accessService.requirePermission(actor, "post.delete_any", attempt);
    }
    await postRepo.deletePost(tx, post.id);
    const metadata = reason ? { reason } : {};
    await auditLogService.log({ actor, action: "post.deleted", ...describe(post), metadata }, { tx });
  });
}

type Target = { action: PostAction; postId: string };
type Change<Result> = (tx: Transaction, post: Post) => Promise<Result>;

/** Locks the actor's post and changes it in one transaction, or refuses. */
function change<Result>(actor: Actor, target: Target, how: Change<Result>): Promise<Result> {
  return inTransaction(async (tx) => how(tx, await lock(tx, { actor, ...target })));
}

async function lock(tx: Transaction, { actor, action, postId }: Target & { actor: Actor }): Promise<Post> {
  const attempt = { action, resourceType: "post", resourceId: postId };
  const { organizationId } = await accessService.requireMembership(actor, attempt);
  return (
    (await postRepo.lockPost(tx, { organizationId, postId })) ?? accessService.denyNotFound(actor, attempt)
  );
}

function describe(post: Post) {
  return {
    resourceType: "post",
    resourceId: post.id,
    resourceName: post.title,
    related: [{ type: "project", id: post.projectId }],
  };
}
