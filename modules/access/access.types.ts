import { z } from "zod";
import type { ActionName, TenantScope, Viewer } from "@/modules/auditLog/auditLog.types";

/** A member's role in an organization, strongest first. */
export const organizationRoles = ["owner", "admin", "member"] as const;
export type OrganizationRole = (typeof organizationRoles)[number];

/** A person's role on the platform itself: `admin` may ban, impersonate and read every tenant's log. */
export const platformRoles = ["admin", "user"] as const;
export type PlatformRole = (typeof platformRoles)[number];

/**
 * The signed-in person behind a request, as `getUserFromRequest` builds it from the session. Services
 * take it as their first argument and never look it up. It is a valid audit log actor as it stands.
 */
export type Actor = {
  type: "user";
  id: string;
  name: string;
  email: string;
  /** The tenant the session works in; null before the first organization. */
  organizationId: string | null;
  organizationRole: OrganizationRole | null;
  platformRole: PlatformRole;
  /** The real person, when an administrator acts as somebody else. */
  impersonator: { id: string; name: string } | null;
};

/** An actor who works in an organization. */
export type OrganizationActor = Actor & { organizationId: string; organizationRole: OrganizationRole };

/** The weakest role that may do each thing. */
export const minimumRoles = {
  "project.manage": "admin",
  "post.delete_any": "admin",
  "organization.manage": "admin",
  "organization.own": "owner",
  "billing.manage": "owner",
  "audit_log.read": "admin",
} as const satisfies Record<string, OrganizationRole>;
export type Permission = keyof typeof minimumRoles;

/** What of the audit log somebody may read. */
export type AuditAccess = {
  scope: TenantScope;
  viewer: Exclude<Viewer, "member">;
  /** What stands for the scope in the entry that this reading makes: an organization's id, `platform` or `all`. */
  scopeId: string;
  /** Whether they may choose another organization, the platform or all. */
  canChoose: boolean;
};

/** What was tried, as the audit log names it: recorded when access is refused. */
export type Attempt = {
  action: ActionName;
  resourceType: string;
  resourceId: string;
  resourceName?: string;
};

const statuses = {
  invalid_input: 400,
  malformed_json: 400,
  unauthenticated: 401,
  invalid_credentials: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
} as const;

export type ServiceErrorCode = keyof typeof statuses;

/** One rejected field: a dotted path into the input, and what is wrong with it. Never the value. */
export type FieldIssue = { path: string; message: string };

/**
 * The one error a service throws for what the caller did wrong. `code` is stable and part of the
 * public interface; `status` is its HTTP status (RFC 9110); `message` is fit to be shown to a person.
 */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  readonly status: number;

  constructor(
    readonly code: ServiceErrorCode,
    message: string,
    readonly issues: readonly FieldIssue[] = [],
  ) {
    super(message);
    this.status = statuses[code];
  }
}

/** A name or title: one line that can be seen. */
export function labelSchema(limit: number, missing: string) {
  return textSchema
    .trim()
    .regex(/[\p{L}\p{N}\p{P}\p{S}]/u, missing)
    .max(limit);
}

/** Text from outside, of any length. Postgres stores no NUL character. */
export const textSchema = z
  .string()
  .refine((value) => !value.includes("\0"), "It contains a character that can’t be stored.");
