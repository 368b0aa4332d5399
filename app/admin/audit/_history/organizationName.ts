import { reportError } from "@/app/_errors/report";
import { organizationService } from "@/modules/organization/organization.service";
import type { Reader } from "./reader";

/** What an organization is called now; null for one that is gone, and where that can't be told. */
export async function findOrganizationName(reader: Reader, id: string | null): Promise<string | null> {
  if (id === null) return null;
  try {
    const known = await listKnown(reader, id);
    return known.find((organization) => organization.id === id)?.name ?? null;
  } catch (error) {
    reportError(error, "page");
    return null;
  }
}

function listKnown({ actor, access }: Reader, id: string) {
  return access.viewer === "operator"
    ? organizationService.listAll(actor, { called: id })
    : organizationService.list(actor);
}
