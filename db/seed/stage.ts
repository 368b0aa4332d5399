import type { Post } from "@/modules/post/post.types";
import type { Clock } from "./clock";
import type { Visitor } from "./people";
import type { Tenant } from "./tenant";

/** Everybody there is, and the posts that people work on day by day. */
export type Stage = { clock: Clock; acme: Tenant; fjord: Tenant; admin: Visitor; posts: Post[] };
export type Scene = (stage: Stage) => Promise<unknown>;

export function person({ people }: Tenant, at: number): Visitor {
  const visitor = people[at];
  if (!visitor) throw new Error(`The demo organization has no person number ${at}.`);
  return visitor;
}

export function project({ projects }: Tenant, name: string): string {
  const id = projects.get(name);
  if (!id) throw new Error(`The demo organization has no project named ${name}.`);
  return id;
}
