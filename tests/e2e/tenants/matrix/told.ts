import { viewers, type ViewerName } from "./viewers";

/** What each viewer is told: a status, or where they are sent. */
export type Told = Record<ViewerName, number | string>;

const signIn = "/sign-in";
const none = "/no-organization";
const home = "/projects";

/** In the order of `viewers`: nobody, member, admin, owner, stranger, operator, impersonator, banned, removed. */
function told(...each: (number | string)[]): Told {
  const [nobody = 0, member = 0, admin = 0, owner = 0, stranger = 0, ...others] = each;
  const [operator = 0, impersonator = 0, banned = 0, removed = 0] = others;
  if (each.length !== viewers.length) throw new Error(`${each.length} of ${viewers.length} are told`);
  return { nobody, member, admin, owner, stranger, operator, impersonator, banned, removed };
}

export const pageTold = {
  toNobody: told(200, home, home, home, home, home, home, 200, home),
  /** Their own. */
  toEverybody: told(signIn, 200, 200, 200, 200, 200, 200, signIn, 200),
  toHomeless: told(signIn, home, home, home, home, 200, home, signIn, 200),
  home: told(signIn, home, home, home, home, home, home, signIn, home),
  /** Their own organization's. */
  toMembers: told(signIn, 200, 200, 200, 200, none, 200, signIn, none),
  toAcme: told(signIn, 200, 200, 200, 404, none, 200, signIn, none),
  nowhere: told(signIn, 404, 404, 404, 404, none, 404, signIn, none),
  /** Their own organization's log, or all. */
  toAuditors: told(signIn, 404, 200, 200, 200, 200, 404, signIn, none),
  toAuditorsOfAcme: told(signIn, 404, 200, 200, 404, 200, 404, signIn, none),
  toNoAuditor: told(signIn, 404, 404, 404, 404, 404, 404, signIn, none),
  toOperators: told(signIn, 404, 404, 404, 404, 200, 404, signIn, 404),
};

export const routeTold = {
  toAnybody: told(200, 200, 200, 200, 200, 200, 200, 200, 200),
  nowhere: told(404, 404, 404, 404, 404, 404, 404, 404, 404),
  /** To a scheduler alone, which has no session. */
  toNobody: told(401, 401, 401, 401, 401, 401, 401, 401, 401),
  toMembers: told(401, 200, 200, 200, 200, 403, 200, 401, 403),
  toAcme: told(401, 200, 200, 200, 404, 403, 200, 401, 403),
  toFeedsOfAcme: told(401, 200, 200, 200, 404, 404, 200, 401, 404),
  toMakers: told(401, 201, 201, 201, 201, 403, 201, 401, 403),
  toMakersOfAcme: told(401, 201, 201, 201, 404, 403, 201, 401, 403),
  toManagersOfAcme: told(401, 403, 200, 200, 404, 403, 403, 401, 403),
  toRemoversOfAcme: told(401, 403, 204, 204, 404, 403, 403, 401, 403),
  toAuditors: told(401, 404, 200, 200, 200, 200, 404, 401, 404),
};
