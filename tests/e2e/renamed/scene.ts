import { randomBytes } from "node:crypto";
import type postgres from "postgres";
import { idOf } from "@/tests/e2e/support/database";
import { Visitor, type Answer } from "@/tests/e2e/support/visitor";

/** Stands in everything that is entered, so that it can be looked for where it must not be. */
export const canary = `canary${randomBytes(5).toString("hex")}`;

type Person = { visitor: Visitor; id: string };

export type Scene = {
  sql: postgres.Sql;
  ana: Person;
  priya: Person;
  /** Two who open their accounts while the log is away, and found an organization. */
  olga: Visitor;
  pavel: Visitor;
  project: string;
  post: string;
};

export type Step = {
  /** The server action, or the method and route. */
  what: string;
  run: (scene: Scene) => Promise<Answer>;
  /** Nothing that the log tells of. */
  isCosmetic?: true;
  /** Whether the rows are as they should be then. */
  changed: (scene: Scene) => Promise<boolean>;
};

export async function makeScene(sql: postgres.Sql): Promise<Scene> {
  const project = await idOf(sql, { table: "projects", column: "name", value: "Handbook" });
  const ana = await person(sql, "ana@demo.example");
  const { body } = await ana.visitor.json("POST", "/api/posts", { projectId: project, title: canary });
  const [post = ""] = /[0-9a-f-]{36}/.exec(body) ?? [];
  const priya = await person(sql, "priya@demo.example");
  return { sql, ana, priya, olga: new Visitor(), pavel: new Visitor(), project, post };
}

export const email = (name: string) => `${name}-${canary}@example.com`;
export const named = (name: string) => `${name} ${canary}`;

/** The ids of what the steps made, by the name they gave it. */
export const find = {
  user: ({ sql }: Scene, name: string) => idOf(sql, { table: "users", column: "email", value: email(name) }),
  project: ({ sql }: Scene, name: string) =>
    idOf(sql, { table: "projects", column: "name", value: named(name) }),
  post: ({ sql }: Scene, name: string) => idOf(sql, { table: "posts", column: "title", value: named(name) }),
  organization: ({ sql }: Scene, name: string) =>
    idOf(sql, { table: "organizations", column: "name", value: named(name) }),
  invitation: ({ sql }: Scene, name: string) =>
    idOf(sql, { table: "invitations", column: "email", value: email(name) }),
};

/** Whether there is such a row. */
export async function exists(query: postgres.PendingQuery<postgres.Row[]>): Promise<boolean> {
  return (await query).length > 0;
}

export async function isGone(query: postgres.PendingQuery<postgres.Row[]>): Promise<boolean> {
  return !(await exists(query));
}

async function person(sql: postgres.Sql, email: string): Promise<Person> {
  return {
    visitor: await Visitor.signIn(email),
    id: await idOf(sql, { table: "users", column: "email", value: email }),
  };
}
