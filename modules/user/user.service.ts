import { z } from "zod";
import { inTransaction, type Transaction } from "@/db/transaction";
import { accessService, idSchema, parseInput } from "@/modules/access/access.service";
import { platformRoles, ServiceError, type Actor } from "@/modules/access/access.types";
import { authService } from "@/modules/auth/auth.service";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { ActionName } from "@/modules/auditLog/auditLog.types";
import { organizationService } from "@/modules/organization/organization.service";
import * as userRepo from "./user.repo";
import { banReasonSchema, userNameSchema, type User } from "./user.types";

export const userService = {
  exists,
  list,
  appointFirstAdmin,
  rename,
  delete: remove,
  ban,
  unban,
  changeRole,
};

/** Whether there is any account at all. */
function exists(): Promise<boolean> {
  return userRepo.hasUsers();
}

/** Every account of the platform by name, for its administrators. */
async function list(actor: Actor): Promise<User[]> {
  if (actor.platformRole !== "admin") throw new ServiceError("not_found", "There is no such page.");
  return userRepo.findUsers();
}

const appointSchema = z.strictObject({ email: z.string().trim().toLowerCase() });

/** Makes somebody the first platform administrator. Refused once there is one: they appoint the others. */
async function appointFirstAdmin(input: z.input<typeof appointSchema>): Promise<void> {
  const { email } = parseInput(appointSchema, input);
  await inTransaction(async (tx) => {
    await userRepo.lockAdmins(tx);
    const user = await userRepo.lockUserByEmail(tx, email);
    if (!user) throw new ServiceError("not_found", "Nobody has signed up with this e-mail address.");
    if (await userRepo.hasAdminBeside(tx, user.id))
      throw new ServiceError(
        "conflict",
        "There is a platform administrator already, who can appoint others.",
      );
    if (user.banned) throw new ServiceError("conflict", "This account is banned.");
    const changes = auditLogService.changes(user, { role: "admin" });
    if (changes === null) throw new ServiceError("conflict", "They are the platform administrator already.");
    await userRepo.updateUser(tx, { id: user.id, role: "admin" });
    await auditLogService.log({ action: "user.role_changed", ...describe(user), changes }, { tx });
  });
}

const renameSchema = z.strictObject({ name: userNameSchema });

/** People rename themselves. */
async function rename(actor: Actor, input: z.input<typeof renameSchema>): Promise<void> {
  const { name } = parseInput(renameSchema, input);
  const action = "user.renamed";
  await change(actor, { action, userId: actor.id }, async (tx, user, about) => {
    const changes = auditLogService.changes(user, { name });
    if (changes === null) return;
    await userRepo.updateUser(tx, { id: user.id, name });
    await auditLogService.log({ ...about, action, resourceName: name, changes }, { tx });
  });
}

const removeSchema = z.strictObject({ userId: idSchema });

/**
 * Deletes an account: one's own, or anybody's as a platform administrator. Its audit entries stay, with
 * the name. Refused while it is an organization's only owner, or the platform's only administrator.
 */
async function remove(actor: Actor, input: z.input<typeof removeSchema>): Promise<void> {
  const { userId } = parseInput(removeSchema, input);
  const action = "user.deleted";
  if (userId !== actor.id || actor.impersonator !== null)
    await requirePlatformAdmin(actor, { action, userId });
  const lockFirst = async (tx: Transaction) => {
    await userRepo.lockAdmins(tx);
    await organizationService.requireNotSoleOwner(tx, userId);
  };
  const target: Target = { action, userId, lockFirst };
  await change(actor, userId === actor.id ? target : asAdmin(actor, target), async (tx, user, about) => {
    await requireAnotherAdmin(tx, user);
    const left = await organizationService.getIdsOf(tx, user.id);
    await userRepo.deleteUser(tx, user.id);
    const related = left.map((id) => ({ type: "organization", id }));
    await auditLogService.log({ ...about, action, related }, { tx });
  });
}

const banSchema = z.strictObject({ userId: idSchema, reason: banReasonSchema });

/** Ends a person's sessions and keeps them from signing in. Platform administrators only. */
async function ban(actor: Actor, input: z.input<typeof banSchema>): Promise<void> {
  const { userId, reason } = parseInput(banSchema, input);
  const action = "user.banned";
  await requirePlatformAdmin(actor, { action, userId });
  if (userId === actor.id) throw new ServiceError("conflict", "You can't ban yourself.");
  await change(actor, asAdmin(actor, { action, userId }), async (tx, user, about) => {
    if (user.banned) return;
    await requireAnotherAdmin(tx, user);
    await userRepo.updateUser(tx, { id: user.id, banned: true, banReason: reason, banExpires: null });
    await authService.endSessions(tx, user.id);
    await auditLogService.log({ ...about, action, metadata: { reason } }, { tx });
  });
}

const unbanSchema = z.strictObject({ userId: idSchema });

async function unban(actor: Actor, input: z.input<typeof unbanSchema>): Promise<void> {
  const { userId } = parseInput(unbanSchema, input);
  const action = "user.unbanned";
  await requirePlatformAdmin(actor, { action, userId });
  await change(actor, asAdmin(actor, { action, userId }), async (tx, user, about) => {
    if (!user.banned) return;
    await userRepo.updateUser(tx, { id: user.id, banned: false, banReason: null, banExpires: null });
    await auditLogService.log({ ...about, action }, { tx });
  });
}

const roleSchema = z.strictObject({ userId: idSchema, role: z.enum(platformRoles) });

/** Gives or takes the platform administrator's role. The last one keeps it. */
async function changeRole(actor: Actor, input: z.input<typeof roleSchema>): Promise<void> {
  const { userId, role } = parseInput(roleSchema, input);
  const action = "user.role_changed";
  await requirePlatformAdmin(actor, { action, userId });
  if (userId === actor.id) throw new ServiceError("conflict", "You can't change your own platform role.");
  await change(actor, asAdmin(actor, { action, userId }), async (tx, user, about) => {
    const changes = auditLogService.changes(user, { role });
    if (changes === null) return;
    await requireAnotherAdmin(tx, user);
    await userRepo.updateUser(tx, { id: user.id, role });
    await auditLogService.log({ ...about, action, changes }, { tx });
  });
}

type Target = { action: ActionName; userId: string; lockFirst?: (tx: Transaction) => Promise<void> };
type About = ReturnType<typeof describe> & { actor: Actor; organizationId: string | null };
type Change = (tx: Transaction, user: User, about: About) => Promise<void>;

/**
 * Locks a user and changes them in one transaction; a user who isn't there is refused as such. What is
 * done to somebody else is recorded in that person's organization: whom it concerns is to see it.
 */
async function change(actor: Actor, target: Target, how: Change): Promise<void> {
  await inTransaction(async (tx) => {
    await target.lockFirst?.(tx);
    const user = await userRepo.lockUser(tx, target.userId);
    if (!user) return accessService.denyNotFound(actor, toAttempt(target));
    const isSelf = user.id === actor.id;
    const organizationId = isSelf ? actor.organizationId : await organizationService.getHomeOf(tx, user.id);
    return how(tx, user, { actor, organizationId, ...describe(user) });
  });
}

/** Who administers the platform changes one at a time, and only by somebody who still does. */
function asAdmin(actor: Actor, target: Target): Target {
  return {
    ...target,
    lockFirst: async (tx) => {
      await userRepo.lockAdmins(tx);
      const platformRole = (await userRepo.isAdmin(tx, actor.id)) ? "admin" : "user";
      await requirePlatformAdmin({ ...actor, platformRole }, target);
      await target.lockFirst?.(tx);
    },
  };
}

async function requireAnotherAdmin(tx: Transaction, user: User): Promise<void> {
  if (user.role !== "admin" || (await userRepo.hasAdminBeside(tx, user.id))) return;
  throw new ServiceError("conflict", "This is the only platform administrator: appoint another one first.");
}

function requirePlatformAdmin(actor: Actor, target: Target): Promise<void> {
  return accessService.requirePlatformAdmin(actor, toAttempt(target));
}

function toAttempt({ action, userId }: Target) {
  return { action, resourceType: "user", resourceId: userId };
}

function describe(user: User) {
  return { resourceType: "user", resourceId: user.id, resourceName: user.name };
}
