import { and, eq, inArray } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { ServiceError, type Actor } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { auditLogTable } from "@/modules/auditLog/auditLog.schema";
import { organizationService } from "@/modules/organization/organization.service";
import { memberTable } from "@/modules/organization/organization.schema";
import { postService } from "@/modules/post/post.service";
import { projectService } from "@/modules/project/project.service";
import { userService } from "@/modules/user/user.service";
import { userTable } from "@/modules/user/user.schema";
import { createAccount, entriesOf } from "./authSupport";
import { actorOf, createWorld, newPost, newProject, type World } from "./everyService/world";

afterAll(() => auditLogService.close());

const rounds = Array.from({ length: 5 }, (_, round) => round);

async function ownersOf({ organizationId }: World): Promise<string[]> {
  const isOwner = and(eq(memberTable.organizationId, organizationId), eq(memberTable.role, "owner"));
  return (await db.select().from(memberTable).where(isOwner)).map(({ userId }) => userId);
}

/** What no caller should see of a race: anything but a plain refusal. */
function faultsOf(settled: PromiseSettledResult<unknown>[]): unknown[] {
  const reasons = settled.flatMap((each): unknown[] => (each.status === "rejected" ? [each.reason] : []));
  return reasons.filter((reason) => !(reason instanceof ServiceError));
}

describe("at the same moment", () => {
  it.each(rounds)("a transfer of ownership and the new owner's leaving leave one owner (%i)", async () => {
    const world = await createWorld();
    const [owner, admin] = [await actorOf(world.owner), await actorOf(world.admin)];
    const settled = await Promise.allSettled([
      organizationService.transferOwnership(owner, { userId: admin.id }),
      userService.delete(admin, { userId: admin.id }),
    ]);
    expect(faultsOf(settled)).toEqual([]);
    expect(await ownersOf(world)).toHaveLength(1);
  });

  it.each(rounds)("two transfers of ownership leave one owner and one entry (%i)", async () => {
    const world = await createWorld();
    const owner = await actorOf(world.owner);
    const settled = await Promise.allSettled(
      [world.admin, world.member].map(({ id }) =>
        organizationService.transferOwnership(owner, { userId: id }),
      ),
    );
    expect(faultsOf(settled)).toEqual([]);
    expect(await ownersOf(world)).toHaveLength(1);
    const entries = await entriesOf(world.organizationId, "organization");
    const transfers = entries.filter(
      ({ action, outcome }) => action === "organization.ownership_transferred" && outcome === "success",
    );
    expect(transfers).toHaveLength(1);
  });

  it.each(rounds)(
    "moves into a project and its deletion never deadlock, nor lose an entry (%i)",
    async () => {
      const world = await createWorld();
      const [post, target] = [await newPost(world), await newProject(world, "Target")];
      const [member, admin] = [await actorOf(world.member), await actorOf(world.admin)];
      const settled = await Promise.allSettled([
        postService.move(member, { postId: post.id, projectId: target.id }),
        projectService.delete(admin, { projectId: target.id }),
        projectService.delete(admin, { projectId: post.projectId }),
        postService.edit(member, { postId: post.id, title: "Edited" }),
      ]);
      expect(faultsOf(settled)).toEqual([]);
      const done = settled.filter(({ status }) => status === "fulfilled").length;
      const entries = [
        ...(await entriesOf(target.id, "project")),
        ...(await entriesOf(post.projectId, "project")),
      ];
      const ids = new Set(entries.filter(isChange).map(({ id }) => id));
      expect(ids.size).toBe(done);

      function isChange({ action, outcome }: { action: string; outcome: string }) {
        return outcome === "success" && !action.endsWith(".created");
      }
    },
  );

  it.each(rounds)("a move into a project and its deletion lock in one order (%i)", async () => {
    const world = await createWorld();
    const post = await newPost(world);
    const [member, admin] = [await actorOf(world.member), await actorOf(world.admin)];
    const settled = await Promise.allSettled([
      postService.move(member, { postId: post.id, projectId: post.projectId }),
      projectService.delete(admin, { projectId: post.projectId }),
      postService.move(member, { postId: post.id, projectId: post.projectId }),
    ]);
    expect(faultsOf(settled)).toEqual([]);
  });

  it.each(rounds)(
    "deletions of one post leave one entry, and none of the others in its feed (%i)",
    async () => {
      const world = await createWorld();
      const post = await newPost(world);
      const member = await actorOf(world.member);
      await Promise.allSettled(rounds.map(() => postService.delete(member, { postId: post.id })));
      const deletions = (await entriesOf(post.id, "post")).filter(({ action }) => action === "post.deleted");
      expect(deletions.map(({ outcome }) => outcome)).toEqual(["success"]);
    },
  );

  it.each([
    ["role", (actor: Actor, userId: string) => userService.changeRole(actor, { userId, role: "user" })],
    ["access", (actor: Actor, userId: string) => userService.ban(actor, { userId, reason: "Race" })],
  ])("two platform administrators can't take each other's %s", async (_what, take) => {
    await db.update(userTable).set({ role: "user" });
    const [one, other] = [await createAccount({ role: "admin" }), await createAccount({ role: "admin" })];
    const [first, second] = [await actorOf(one), await actorOf(other)];
    await Promise.allSettled([take(first, second.id), take(second, first.id)]);
    const refused = (
      await db
        .select({ outcome: auditLogTable.outcome })
        .from(auditLogTable)
        .where(inArray(auditLogTable.actorId, [first.id, second.id]))
    ).filter(({ outcome }) => outcome === "denied");
    expect(refused).toHaveLength(1);
    const canAct = and(eq(userTable.role, "admin"), eq(userTable.banned, false));
    expect(await db.select().from(userTable).where(canAct)).toHaveLength(1);
  });
});
