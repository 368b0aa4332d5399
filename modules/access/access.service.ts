import { z } from "zod";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import {
  minimumRoles,
  organizationRoles,
  ServiceError,
  type Actor,
  type Attempt,
  type AuditAccess,
  type OrganizationActor,
  type Permission,
} from "./access.types";

export const accessService = {
  deny,
  denyNotFound,
  requireMembership,
  requireOrganization,
  requirePermission,
  requirePlatformAdmin,
  can,
  auditAccess,
};

/** Records a refused attempt, by itself so that it outlives the caller's rollback, and throws `error`. */
async function deny(actor: Actor, attempt: Attempt, error: ServiceError): Promise<never> {
  await auditLogService.log({ actor, ...attempt, outcome: "denied", metadata: { reason: error.code } });
  throw error;
}

/**
 * Refuses an attempt on what is not there for this actor. Another tenant's thing and no thing at all are
 * one case, in the answer and in the log: neither tells that something exists elsewhere. The entry is
 * about an "unknown_post", so that it never stands in the feed of a post that another tenant has.
 */
function denyNotFound(actor: Actor, attempt: Attempt): Promise<never> {
  const { resourceType } = attempt;
  const error = new ServiceError("not_found", `There is no such ${resourceType}. It may have been deleted.`);
  return deny(actor, { ...attempt, resourceType: `unknown_${resourceType}` }, error);
}

/** Whether a member's role allows something. */
function can(actor: Actor, permission: Permission): boolean {
  if (actor.organizationRole === null) return false;
  const minimum = organizationRoles.indexOf(minimumRoles[permission]);
  return organizationRoles.indexOf(actor.organizationRole) <= minimum;
}

/**
 * What of the audit log an actor may read; null: nothing of it. `organization` is what was asked for: an
 * organization's id, `platform` for the platform's own entries, `*` for all, null for what they see by
 * themselves. An organization's administrators see their own whatever they ask for.
 */
function auditAccess(actor: Actor, organization: string | null = null): AuditAccess | null {
  if (isPlatformAdmin(actor)) return operatorAccess(organization);
  const { organizationId } = actor;
  if (organizationId === null || !can(actor, "audit_log.read")) return null;
  return { scope: { organizationId }, viewer: "admin", scopeId: organizationId, canChoose: false };
}

function operatorAccess(organization: string | null): AuditAccess {
  const reader = { viewer: "operator", canChoose: true } as const;
  if (organization === null || organization === "*")
    return { ...reader, scope: { allOrganizations: true }, scopeId: "all" };
  const organizationId = organization === "platform" ? null : organization;
  return { ...reader, scope: { organizationId }, scopeId: organization };
}

/** Narrows an actor to one who works in an organization. */
function requireOrganization(actor: Actor): OrganizationActor {
  const { organizationId, organizationRole } = actor;
  if (organizationId === null || organizationRole === null) {
    throw new ServiceError(
      "forbidden",
      "You belong to no organization yet. Create one, or accept an invitation.",
    );
  }
  return { ...actor, organizationId, organizationRole };
}

/** The same for an attempt to change something: refused, it is recorded. */
async function requireMembership(actor: Actor, attempt: Attempt): Promise<OrganizationActor> {
  try {
    return requireOrganization(actor);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return deny(actor, attempt, error);
  }
}

/** Throws `forbidden`, and records the attempt, unless the actor's role has the permission. */
async function requirePermission(actor: Actor, permission: Permission, attempt: Attempt): Promise<void> {
  if (can(actor, permission)) return;
  const minimum = minimumRoles[permission];
  const message = `Only ${minimum === "owner" ? "the owner" : "an administrator"} of the organization may do this.`;
  await deny(actor, attempt, new ServiceError("forbidden", message));
}

async function requirePlatformAdmin(actor: Actor, attempt: Attempt): Promise<void> {
  if (isPlatformAdmin(actor)) return;
  await deny(actor, attempt, new ServiceError("forbidden", "Only a platform administrator may do this."));
}

/** Somebody who acts as an administrator holds that person's screen, not their power over others. */
function isPlatformAdmin({ platformRole, impersonator }: Actor): boolean {
  return platformRole === "admin" && impersonator === null;
}

const nobody = "00000000-0000-0000-0000-000000000000";

/** An id as it comes from outside. What is no id of ours stands for a thing that does not exist. */
export const idSchema = z.string().pipe(z.guid().catch(nobody));

/** Parses a service's input, or throws `invalid_input` with each field and what is wrong with it. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new ServiceError("invalid_input", "Some of what was sent can't be used.", issues);
}
