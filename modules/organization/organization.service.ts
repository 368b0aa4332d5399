import { randomBytes } from "node:crypto";
import { z } from "zod";
import { inTransaction, type Transaction } from "@/db/transaction";
import { accessService, parseInput } from "@/modules/access/access.service";
import { ServiceError, textSchema, type Actor } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { acceptInvitation, cancelInvitation, invite, listInvitations } from "./membership/invitations";
import {
  changeMemberRole,
  listExistingMembers,
  listMembers,
  removeMember,
  requireNotSoleOwner,
  transferOwnership,
} from "./membership/members";
import { changeOrganization, describe } from "./membership/change";
import * as organizationRepo from "./organization.repo";
import { organizationNameSchema, type Member, type Organization } from "./organization.types";

export const organizationService = {
  list,
  listAll,
  listMembers,
  listExistingMembers,
  listInvitations,
  create,
  rename,
  invite,
  cancelInvitation,
  acceptInvitation,
  removeMember,
  changeMemberRole,
  transferOwnership,
  requireNotSoleOwner,
  getHomeOf: organizationRepo.findHomeOf,
  getIdsOf: organizationRepo.findIdsOf,
  getMember,
  change: changeOrganization,
};

/** The organizations the actor belongs to, by name. */
function list(actor: Actor): Promise<Organization[]> {
  return organizationRepo.findOrganizationsOf(actor.id);
}

const maxListed = 200;

/**
 * The platform's organizations by name, for its administrators: at most 200. `called` narrows them to those
 * with this id or slug, or with this in their names.
 */
async function listAll(actor: Actor, { called }: { called?: string } = {}): Promise<Organization[]> {
  if (actor.platformRole !== "admin" || actor.impersonator !== null)
    throw new ServiceError("not_found", "There is no such page.");
  const named = called === undefined ? {} : { called: parseInput(textSchema, called) };
  return organizationRepo.findOrganizations({ ...named, limit: maxListed });
}

/** Somebody of the actor's organization, who stays so until the transaction ends; undefined: nobody is. */
async function getMember(
  tx: Transaction,
  input: { actor: Actor; userId: string },
): Promise<Member | undefined> {
  const { organizationId } = accessService.requireOrganization(input.actor);
  if (!(await organizationRepo.lockMember(tx, { organizationId, userId: input.userId }))) return undefined;
  return (await listMembers(input.actor, tx)).find(({ userId }) => userId === input.userId);
}

const nameSchema = z.strictObject({ name: organizationNameSchema });

/** Makes an organization that the actor owns. */
async function create(actor: Actor, input: z.input<typeof nameSchema>): Promise<Organization> {
  const { name } = parseInput(nameSchema, input);
  return inTransaction(async (tx) => {
    const [organization] = await organizationRepo.insertOrganization(tx, { name, slug: makeSlug(name) });
    if (!organization) throw new Error("Postgres returned no row for an inserted organization.");
    await organizationRepo.insertMember(tx, {
      organizationId: organization.id,
      userId: actor.id,
      role: "owner",
    });
    await auditLogService.log(
      { actor, organizationId: organization.id, action: "organization.created", ...describe(organization) },
      { tx },
    );
    return organization;
  });
}

async function rename(actor: Actor, input: z.input<typeof nameSchema>): Promise<void> {
  const { name } = parseInput(nameSchema, input);
  const action = "organization.renamed";
  await changeOrganization(actor, { action, permission: "organization.manage" }, async (tx, organization) => {
    const changes = auditLogService.changes(organization, { name });
    if (changes === null) return;
    await organizationRepo.renameOrganization(tx, { id: organization.id, name });
    await auditLogService.log({ actor, action, ...describe({ ...organization, name }), changes }, { tx });
  });
}

/** A readable part of the name and a random one, so that two organizations may share a name. */
function makeSlug(name: string): string {
  const readable = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 40);
  return `${readable || "organization"}-${randomBytes(4).toString("hex")}`;
}
