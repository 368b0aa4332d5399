import { createHash } from "node:crypto";

/**
 * What an id is made of in a filled log; `content.ts` makes the same in SQL. A version 4 UUID is as random as this
 * hash, and as long.
 */
export function idOf(name: string): string {
  const hash = createHash("md5").update(name).digest("hex");
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** What a filled log holds beside ordinary entries: where an audit table usually becomes slow. */
export const shapes = {
  /** The largest of fifty tenants: about two fifths of all entries. All of the following but one are its own. */
  tenant: idOf("organization:0"),
  /** 4% of all entries, over all months. */
  hotResource: { type: "post", id: idOf("post:hot") },
  /** About 60 entries over all months. */
  coldResource: { type: "post", id: idOf("post:cold") },
  /** 1% of all entries, all of them in the first sixth of the time: of 24 months, the oldest four. */
  dormantResource: { type: "post", id: idOf("post:dormant") },
  /** 10% of all entries, over all months. */
  hotActor: idOf("user:hot"),
  /** About 60 entries over all months. */
  coldActor: idOf("user:cold"),
  /** 2% of all entries, all of them in the first sixth of the time. */
  dormantActor: idOf("user:dormant"),
  /** Some 200 entries of `tenant` over all months, and none of any other. */
  rareAction: "billing.plan_changed",
  /** A tenant with ten entries. */
  smallTenant: idOf("organization:small"),
} as const;

/** How many tenants there are beside the small one, and how many entries have what is not a share of all. */
export const counts = { tenants: 50, small: 10, cold: 60, rare: 200 } as const;

/** Of each so many entries, so many happened within one millisecond; the newest of all among them. */
export const bursts = { among: 10_000, size: 100 } as const;
