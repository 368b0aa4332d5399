import { randomUUID } from "node:crypto";
import { db } from "@/db/drizzle";
import { inTransaction, type Transaction } from "@/db/transaction";
import { accessService, idSchema, parseInput } from "@/modules/access/access.service";
import type { Actor } from "@/modules/access/access.types";
import type { Changes } from "@/modules/auditLog/auditLog.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { organizationService } from "@/modules/organization/organization.service";
import { lockPost, updatePost } from "@/modules/post/post.repo";
import { postService } from "@/modules/post/post.service";
import { postBodySchema, postTitleSchema, type Post } from "@/modules/post/post.types";
import { projectService } from "@/modules/project/project.service";
import { userTable } from "@/modules/user/user.schema";
import { inTurn } from "@/tests/bench/measure";
import { addPlainUsers, plainTable } from "@/tests/bench/plain";
import { report } from "@/tests/bench/report";
import { client } from "@/tests/bench/request";
import type { Bench } from "@/tests/bench/scenario";
import { z } from "zod";

const rounds = { quick: 400, long: 2_000 };
const body = "What we want to have done by the end of the quarter. ".repeat(8);

/** "Edit a post" of the reference application, each in a request of its own, with and without its entry. */
export async function benchEdit({ sql, inRequest, isLong }: Bench): Promise<void> {
  const actor = await createMember();
  await addPlainUsers(sql, [actor.id]);
  const { id: projectId } = await projectService.create(actor, { name: "Website 2026" });
  const { id: postId } = await postService.create(actor, { projectId, title: "Q3 plan", body });
  let edits = 0;
  const next = () => ({ postId, title: `Q3 plan, draft ${++edits}`, body });

  const samples = await inTurn(
    [
      { name: "without its entry", run: () => editUnlogged(actor, next()) },
      { name: "with a plain insert", run: () => editUnlogged(actor, next(), insertPlain) },
      { name: "postService.edit", run: () => postService.edit(actor, next()) },
    ],
    { rounds: isLong ? rounds.long : rounds.quick, scope: inRequest },
  );
  await requireEntries(postId);
  report("edit", {
    title: "Edit a post: read, update, entry, in one transaction",
    unit: "ms",
    samples,
    target: { row: "postService.edit", bound: "at most", ratio: 1.4 },
  });

  /** Every edit through the service has its entry, the first page of them at least. */
  async function requireEntries(resourceId: string) {
    const { entries } = await auditLogService.getForResource("post", resourceId);
    if (
      entries.some(({ action, changes }) => action === "post.updated" && changes === null) ||
      entries.length < 50
    ) {
      throw new Error("The edits have left no entries: nothing of the log was measured");
    }
  }
}

async function createMember(): Promise<Actor> {
  const email = "ana@example.com";
  const [user] = await db.insert(userTable).values({ name: "Ana Lindqvist", email }).returning();
  if (!user) throw new Error("Postgres returned no row for an inserted user");
  const nobodyYet = {
    organizationId: null,
    organizationRole: null,
    platformRole: "user",
    impersonator: null,
  } as const;
  const actor: Actor = { type: "user", id: user.id, name: user.name, email, ...nobodyYet };
  const { id } = await organizationService.create(actor, { name: "Acme" });
  return { ...actor, organizationId: id, organizationRole: "owner" };
}

const editSchema = z.strictObject({
  postId: idSchema,
  title: postTitleSchema.optional(),
  body: postBodySchema.optional(),
});

type Edited = { post: Post; changes: Changes; organizationId: string };
type Insert = (tx: Transaction, actor: Actor, edited: Edited) => Promise<void>;

/** Step for step what `postService.edit` does, but for its entry. */
async function editUnlogged(actor: Actor, input: z.input<typeof editSchema>, insert?: Insert): Promise<Post> {
  const { postId, ...fields } = parseInput(editSchema, input);
  return inTransaction(async (tx) => {
    const attempt = { action: "post.updated", resourceType: "post", resourceId: postId } as const;
    const { organizationId } = await accessService.requireMembership(actor, attempt);
    const post =
      (await lockPost(tx, { organizationId, postId })) ?? (await accessService.denyNotFound(actor, attempt));
    const changes = auditLogService.changes(post, fields);
    if (changes === null) return post;
    await updatePost(tx, { id: post.id, ...fields });
    await insert?.(tx, actor, { post, changes, organizationId });
    return { ...post, ...fields };
  });
}

/** An entry of the same content, but for the post's project, for which the usual table has no place. */
async function insertPlain(tx: Transaction, actor: Actor, { post, changes, organizationId }: Edited) {
  const context = { ip: client.address, userAgent: client.agent, requestId: randomUUID() };
  await tx.insert(plainTable).values({
    ...context,
    organizationId,
    actorId: actor.id,
    actorName: actor.name,
    action: "post.updated",
    resourceType: "post",
    resourceId: post.id,
    resourceName: post.title,
    changes,
  });
}
