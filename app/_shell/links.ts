import { reportError } from "@/app/_errors/report";
import { postPath, projectPath } from "@/app/_session/paths";
import type { EntryLinks, ResolveLinks } from "@/components/auditLog/links";
import { accessService } from "@/modules/access/access.service";
import type { Actor } from "@/modules/access/access.types";
import type { AuditLogEntry, ResourceRef } from "@/modules/auditLog/auditLog.types";
import { organizationService } from "@/modules/organization/organization.service";
import { postService } from "@/modules/post/post.service";
import { projectService } from "@/modules/project/project.service";

type Kind = {
  /** Which of these ids are there for the actor. */
  listExisting: (actor: Actor, ids: readonly string[]) => Promise<readonly string[]>;
  path: (id: string) => string;
};

const kinds = new Map<string, Kind>([
  ["post", { listExisting: postService.listExisting, path: postPath }],
  ["project", { listExisting: projectService.listExisting, path: projectPath }],
  ["user", { listExisting: organizationService.listExistingMembers, path: memberPath }],
  ["organization", { listExisting: listOwnOrganization, path: () => "/members" }],
]);

function memberPath(userId: string): string {
  return `/members#${memberAnchor(userId)}`;
}

/** Where a person stands on the page of the organization's members. */
export function memberAnchor(userId: string): string {
  return `member-${userId}`;
}

/**
 * Links to what an entry names, for the people of an organization: where it still is, and they can open it.
 * What the page itself is about stands plain there.
 */
export function feedLinks(actor: Actor, page?: ResourceRef): ResolveLinks {
  return async (entries) => {
    const named = entries.flatMap((entry) => [actorOf(entry), impersonatorOf(entry), resourceOf(entry)]);
    const others = named.filter((ref) => ref !== null).filter((ref) => !isSame(ref, page));
    const existing = await findExisting(actor, others);
    const pathOf = (ref: ResourceRef | null) =>
      ref && existing.get(ref.type)?.has(ref.id) ? (kinds.get(ref.type)?.path(ref.id) ?? null) : null;
    return {
      actor: (entry) => pathOf(actorOf(entry)),
      impersonator: (entry) => pathOf(impersonatorOf(entry)),
      resource: (entry) => pathOf(resourceOf(entry)),
    };
  };
}

/** Links to the histories of whoever and whatever an entry names, deleted or not, and to the entry itself. */
export function consoleLinks(reader: Actor): ResolveLinks {
  const mayRead = accessService.auditAccess(reader) !== null;
  const link = (...segments: (string | null)[]) => (mayRead ? joinPath("/admin/audit", segments) : null);
  const links: EntryLinks = {
    actor: ({ actorId }) => link("actors", actorId),
    impersonator: ({ impersonatorId }) => link("actors", impersonatorId),
    resource: ({ resourceType, resourceId }) => link("resources", resourceType, resourceId),
    entry: ({ id }) => link(id),
  };
  return () => Promise.resolve(links);
}

function actorOf({ actorType, actorId }: AuditLogEntry): ResourceRef | null {
  return actorType === "user" && actorId !== null ? { type: "user", id: actorId } : null;
}

function impersonatorOf({ impersonatorId }: AuditLogEntry): ResourceRef | null {
  return impersonatorId === null ? null : { type: "user", id: impersonatorId };
}

function resourceOf({ resourceType, resourceId }: AuditLogEntry): ResourceRef {
  return { type: resourceType, id: resourceId };
}

function isSame({ type, id }: ResourceRef, other: ResourceRef | undefined): boolean {
  return type === other?.type && id === other.id;
}

/** One query a kind. */
async function findExisting(actor: Actor, refs: ResourceRef[]): Promise<Map<string, ReadonlySet<string>>> {
  if (actor.organizationId === null) return new Map();
  const found = [...kinds].map(async ([type, { listExisting }]) => {
    const ids = new Set(refs.filter((ref) => ref.type === type).map(({ id }) => id));
    const existing = ids.size === 0 ? [] : await listExisting(actor, [...ids]).catch(reportFailure);
    return [type, new Set(existing)] as const;
  });
  return new Map(await Promise.all(found));
}

/** A feed without links is better than none. */
function reportFailure(error: unknown): [] {
  reportError(error, "page");
  return [];
}

function listOwnOrganization({ organizationId }: Actor, ids: readonly string[]): Promise<string[]> {
  return Promise.resolve(ids.filter((id) => id === organizationId));
}

/** Null for what is no segment of a path: nothing, half a surrogate pair, and dots, which lead elsewhere even encoded. */
function joinPath(base: string, segments: readonly (string | null)[]): string | null {
  const known = segments.filter((segment) => segment !== null);
  const isWhole = known.every((segment) => segment.isWellFormed() && !/^\.{0,2}$/.test(segment));
  return isWhole && known.length === segments.length
    ? [base, ...known.map(encodeURIComponent)].join("/")
    : null;
}
