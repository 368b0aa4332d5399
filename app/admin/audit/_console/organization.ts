import { z } from "zod";
import type { Actor, AuditAccess } from "@/modules/access/access.types";
import { organizationService } from "@/modules/organization/organization.service";
import type { Organization } from "@/modules/organization/organization.types";

/** Whose entries a line means, as `accessService.auditAccess` takes it, or why there are none. */
export type MeantOrganization = { organization: string | null; name: string } | { error: string };

/**
 * Finds what is typed behind `organization:`: an id, a slug or a name that is meant by no other. Null stands
 * for what the reader sees by themselves.
 */
export function findOrganization(
  reader: { actor: Actor; access: AuditAccess },
  typed: string | null,
): Promise<MeantOrganization> {
  return reader.access.canChoose ? findAny(reader.actor, typed) : findOwn(reader.actor, typed);
}

async function findOwn(actor: Actor, typed: string | null): Promise<MeantOrganization> {
  const organizations = await organizationService.list(actor);
  const own = organizations.find(({ id }) => id === actor.organizationId);
  const isOwn = typed === null || (own && isCalled(own, typed));
  return isOwn
    ? { organization: null, name: own?.name ?? "the organization" }
    : { error: "Only your own organization’s entries can be searched: leave organization: out." };
}

async function findAny(actor: Actor, typed: string | null): Promise<MeantOrganization> {
  if (typed === null || typed === "*") return { organization: null, name: "all organizations" };
  if (typed === "platform") return { organization: typed, name: "the platform" };
  const found = await organizationService.listAll(actor, { called: typed });
  const exact = found.filter((organization) => isCalled(organization, typed));
  const meant = exact.length > 0 ? exact : found;
  const [organization, another] = meant;
  if (another) return { error: severalCalled(meant) };
  if (organization) return { organization: organization.id, name: organization.name };
  // Of an organization that is gone the entries are still there, under its id.
  const gone = z.guid().safeParse(typed);
  return gone.success
    ? { organization: gone.data.toLowerCase(), name: "an organization that is gone" }
    : { error: "No organization is called so: write its name or id, platform, or * for all." };
}

function isCalled({ id, slug, name }: Organization, typed: string): boolean {
  return [id, slug, name].some((known) => known.toLowerCase() === typed.toLowerCase());
}

function severalCalled(organizations: readonly Organization[]): string {
  const shown = organizations.slice(0, 3).map(({ name, slug }) => `${name} (${slug})`);
  const more = organizations.length > shown.length ? " and others" : "";
  return `Several organizations are called so: ${shown.join(", ")}${more}. Write what stands in the brackets.`;
}
