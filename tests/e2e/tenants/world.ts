import { randomBytes, randomUUID } from "node:crypto";
import type postgres from "postgres";
import { z } from "zod";
import { demoPassword } from "@/modules/auth/demoAccounts.types";
import { idOf } from "@/tests/e2e/support/database";
import { Visitor, type Answer } from "@/tests/e2e/support/visitor";

/** Two tenants with one thing of each kind. `erik` owns Fjord Labs and asks; Acme Studio's are the foreign ids. */
export type World = {
  erik: Visitor;
  priya: Visitor;
  nora: Visitor;
  fjord: Things;
  acme: Things;
  /** Words for ids that differ from try to try without meaning anything. */
  aliases: Map<string, string>;
};

export type Things = {
  organization: string;
  user: string;
  project: string;
  deletedProject: string;
  post: string;
  deletedPost: string;
  invitation: string;
};

export type Kind = keyof Things;

const created = z.object({ id: z.string() });

export function idIn({ status, body }: Answer): string {
  if (status !== 201) throw new Error(`Nothing was made: ${status} ${body}`);
  return created.parse(JSON.parse(body)).id;
}

export async function makeWorld(sql: postgres.Sql): Promise<World> {
  const [ana, erik, priya, nora] = await Promise.all([
    Visitor.signIn("ana@demo.example"),
    Visitor.signIn("erik@demo.example"),
    Visitor.signIn("priya@demo.example"),
    signUpNora(),
  ]);
  return {
    erik,
    priya,
    nora: nora.visitor,
    acme: {
      organization: await idOf(sql, { table: "organizations", column: "name", value: "Acme Studio" }),
      user: await idOf(sql, { table: "users", column: "email", value: "bo@demo.example" }),
      ...(await makeThings(sql, { visitor: ana, invitee: `${unique()}@acme.example` })),
    },
    fjord: {
      organization: await idOf(sql, { table: "organizations", column: "name", value: "Fjord Labs" }),
      user: await idOf(sql, { table: "users", column: "email", value: "farah@demo.example" }),
      ...(await makeThings(sql, { visitor: erik, invitee: nora.email })),
    },
    aliases: new Map(),
  };
}

type Maker = { visitor: Visitor; invitee: string };

async function makeThings(sql: postgres.Sql, { visitor, invitee }: Maker) {
  const project = await makeProject(visitor);
  const deletedProject = await makeProject(visitor);
  const post = await makePost(visitor, project);
  const deletedPost = await makePost(visitor, project);
  await visitor.json("DELETE", `/api/projects/${deletedProject}`);
  await visitor.json("DELETE", `/api/posts/${deletedPost}`);
  await visitor.submit("/members", "members#inviteMember", { email: invitee, role: "member" });
  const invitation = await idOf(sql, { table: "invitations", column: "email", value: invitee });
  return { project, deletedProject, post, deletedPost, invitation };
}

async function makeProject(visitor: Visitor): Promise<string> {
  return idIn(await visitor.json("POST", "/api/projects", { name: `Project ${unique()}` }));
}

async function makePost(visitor: Visitor, projectId: string): Promise<string> {
  return idIn(await visitor.json("POST", "/api/posts", { projectId, title: `Post ${unique()}` }));
}

async function signUpNora() {
  const visitor = new Visitor();
  const email = `nora-${unique()}@example.com`;
  await visitor.json("POST", "/api/auth/sign-up/email", { name: "Nora", email, password: demoPassword });
  return { visitor, email };
}

function unique(): string {
  return randomBytes(6).toString("hex");
}

/** Names, titles and addresses that stand in Acme's rows and in none of Fjord's. */
export async function namesOfAcme(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql`
    with named as (
      select id as organization_id, name from organizations
      union all select organization_id, name from projects
      union all select organization_id, title from posts
      union all select organization_id, email from invitations
      union all select organization_id, name from members join users on users.id = user_id
      union all select organization_id, email from members join users on users.id = user_id
    )
    select named.name from named join organizations o on o.id = organization_id where o.name = 'Acme Studio'
    except select named.name from named join organizations o on o.id = organization_id where o.name = 'Fjord Labs'`;
  return rows.map((row) => z.string().parse(row.name));
}

/** Ids that stand for nothing: one that never existed, and one that is none. */
export function absentIds(): { unknown: string; malformed: string } {
  return { unknown: randomUUID(), malformed: "not-an-id" };
}
