export const consolePath = "/admin/audit";

/** Where on the page the entries begin. */
export const resultsId = "results";

/** The console with this line; of older pages, with their cursor too. */
export function hrefOf(line: string, cursor?: string): string {
  const query = new URLSearchParams(line === "" ? {} : { q: line });
  if (cursor !== undefined) query.set("cursor", cursor);
  return query.size === 0 ? consolePath : `${consolePath}?${query.toString()}`;
}
