import { answered } from "./answered";
import { inTenants, type Branch, type Group } from "./branch.repo";
import { findTenantKeys } from "./pages.repo";
import { isPresent } from "./presence";

/** Of more tenants a page would take longer than a look at the newest entries of all. */
const most = 500;

/** What one tenant has of each group, or, where `tenant` is null, all tenants; null where those are too many. */
export async function branchesOf(groups: readonly Group[], tenant: string | null): Promise<Branch[] | null> {
  if (tenant !== null) return groups.map((group) => inTenants(group, { id: tenant }));
  const branches = await answered(() => Promise.all(groups.map(ofAllTenants)));
  return branches.includes(null) ? null : branches.flatMap((branch) => branch ?? []);
}

/** None where no tenant has anything of it. */
async function ofAllTenants(group: Group): Promise<Branch[] | null> {
  const keys = (await isPresent(group.presence)) ? await findTenantKeys(group, most + 1) : [];
  if (keys.length > most) return null;
  return keys.length === 0 ? [] : [inTenants(group, { keys })];
}
