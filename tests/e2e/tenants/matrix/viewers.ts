import { randomBytes } from "node:crypto";
import type postgres from "postgres";
import { demoPassword } from "@/modules/auth/demoAccounts.types";
import { idOf } from "@/tests/e2e/support/database";
import { Visitor, type Answer } from "@/tests/e2e/support/visitor";
import { idsOf, makeWorld, namesOf, type World } from "@/tests/e2e/tenants/world";

/** Everybody who can stand before a page: of Acme Studio, unless it says otherwise. */
export const viewers = [
  "nobody",
  "member",
  "admin",
  "owner",
  /** The owner of Fjord Labs, who may do there what Acme's may here. */
  "stranger",
  "operator",
  /** The operator as a member. */
  "impersonator",
  /** Signed in, and then banned. */
  "banned",
  /** Signed in, and then removed from the organization. */
  "removed",
] as const;
export type ViewerName = (typeof viewers)[number];

export type Stage = {
  world: World;
  viewers: Record<ViewerName, Visitor>;
  /** What stands in another tenant, and must be told to no such viewer. */
  foreign: Record<ViewerName, readonly string[]>;
};

export async function makeStage(sql: postgres.Sql): Promise<Stage> {
  const world = await makeWorld(sql);
  const [banned, removed] = [await joinAcme(sql, world), await joinAcme(sql, world)];
  const reason = { bound: banned.id, reason: "Chargeback" };
  requireDone(await world.priya.submit("/admin/users", "admin/users#banUser", reason));
  requireDone(await world.ana.submit("/members", "members#removeMember", { bound: removed.id }));
  const everybody = {
    nobody: new Visitor(),
    member: await Visitor.signIn("carla@demo.example"),
    admin: await Visitor.signIn("bo@demo.example"),
    owner: world.ana,
    stranger: world.erik,
    operator: world.priya,
    impersonator: await impersonate(sql, "carla@demo.example"),
    banned: banned.visitor,
    removed: removed.visitor,
  };
  const foreign = await findForeign(sql);
  // Where they worked last is in their session.
  const own = new Set([removed.id, removed.name, removed.email, world.acme.organization]);
  const foreignToRemoved = foreign.removed.filter((text) => !own.has(text));
  return { world, viewers: everybody, foreign: { ...foreign, removed: foreignToRemoved } };
}

async function findForeign(sql: postgres.Sql): Promise<Stage["foreign"]> {
  const stringsOf = async (tenants: { of: string; notOf: string }) => [
    ...(await namesOf(sql, tenants)),
    ...(await idsOf(sql, tenants)),
  ];
  const acme = await stringsOf({ of: "Acme Studio", notOf: "Fjord Labs" });
  const fjord = await stringsOf({ of: "Fjord Labs", notOf: "Acme Studio" });
  const both = [...acme, ...fjord];
  const ofAcme = { member: fjord, admin: fjord, owner: fjord, impersonator: fjord };
  return { ...ofAcme, nobody: both, stranger: acme, operator: [], banned: both, removed: both };
}

async function impersonate(sql: postgres.Sql, email: string): Promise<Visitor> {
  const operator = await Visitor.signIn("priya@demo.example");
  const bound = await idOf(sql, { table: "users", column: "email", value: email });
  requireDone(await operator.submit("/admin/users", "admin/users#impersonateUser", { bound }));
  return operator;
}

/** A new administrator of Acme Studio, who is signed in and has seen a page of theirs. */
async function joinAcme(sql: postgres.Sql, { ana }: World) {
  const visitor = new Visitor();
  const name = `Mia ${randomBytes(6).toString("hex")}`;
  const email = `${name.replace(" ", "-").toLowerCase()}@example.com`;
  await visitor.json("POST", "/api/auth/sign-up/email", { name, email, password: demoPassword });
  requireDone(await ana.submit("/members", "members#inviteMember", { email, role: "admin" }));
  requireDone(await visitor.submit("/account", "account#acceptInvitation"));
  const { status } = await visitor.ask("/admin/audit");
  if (status !== 200) throw new Error(`A new administrator’s audit log answered ${status}`);
  return { visitor, name, email, id: await idOf(sql, { table: "users", column: "email", value: email }) };
}

function requireDone({ status, headers }: Answer): void {
  const location = headers.get("location") ?? "";
  if (status !== 303 || location.includes("error=")) throw new Error(`Not done: ${status} ${location}`);
}
