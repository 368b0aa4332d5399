import { randomBytes, randomUUID } from "node:crypto";
import type postgres from "postgres";
import { z } from "zod";
import { demoPassword } from "@/modules/auth/demoAccounts.types";
import { idOf } from "@/tests/e2e/support/database";
import { Visitor, type Answer } from "@/tests/e2e/support/visitor";

/** Two tenants with one thing of each kind. `erik` owns Fjord Labs and asks; Acme Studio's are the foreign ids. */
export type World = {
  ana: Visitor;
  erik: Visitor;
  priya: Visitor;
  nora: Visitor;
  fjord: Things;
  acme: Things;
  /** Of a page with a feed, for the stream of what is new there. */
  mark: string;
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
  /** Of the audit log. */
  entry: string;
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
    ana,
    erik,
    priya,
    nora: nora.visitor,
    mark: await readMark(erik),
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

async function readMark(visitor: Visitor): Promise<string> {
  const [, mark] = /since=([\w.%-]+)/.exec((await visitor.ask("/members")).body) ?? [];
  if (mark === undefined) throw new Error("The page of the members has no mark");
  return decodeURIComponent(mark);
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
  const entry = await idOf(sql, { table: "audit_logs", column: "resource_id", value: post });
  return { project, deletedProject, post, deletedPost, invitation, entry };
}

export async function makeProject(visitor: Visitor): Promise<string> {
  return idIn(await visitor.json("POST", "/api/projects", { name: `Project ${unique()}` }));
}

export async function makePost(visitor: Visitor, projectId: string): Promise<string> {
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

type Tenants = { of: string; notOf: string };

/** Names, titles and addresses that stand in one organization's rows, and nowhere in the other's and its log. */
export async function namesOf(sql: postgres.Sql, { of, notOf }: Tenants): Promise<string[]> {
  const rows = await sql`
    with named as (
      select id as organization_id, name from organizations
      union all select organization_id, name from projects
      union all select organization_id, title from posts
      union all select organization_id, email from invitations
      union all select organization_id, name from members join users on users.id = user_id
      union all select organization_id, email from members join users on users.id = user_id
    )
    select named.name as text from named join organizations o on o.id = organization_id where o.name = ${of}
    except select named.name from named join organizations o on o.id = organization_id where o.name = ${notOf}`;
  return withoutKnown(sql, { rows, to: notOf });
}

/** Ids of everything that is one organization's, and of its entries; none that stands in the other's log. */
export async function idsOf(sql: postgres.Sql, { of, notOf }: Tenants): Promise<string[]> {
  const rows = await sql`
    with named as (
      select id as organization_id, id from organizations
      union all select organization_id, id from projects
      union all select organization_id, id from posts
      union all select organization_id, id from invitations
      union all select organization_id, user_id from members
      union all select nullif(organization_id, '')::uuid, id from audit_logs
    )
    select named.id::text as text from named join organizations o on o.id = organization_id where o.name = ${of}`;
  return withoutKnown(sql, { rows, to: notOf });
}

const textSchema = z.object({ text: z.string() });

/** What an organization's people typed themselves, and once had themselves, is no secret to them. */
async function withoutKnown(
  sql: postgres.Sql,
  { rows, to }: { rows: Iterable<unknown>; to: string },
): Promise<string[]> {
  const [log] = await sql`
    select coalesce(string_agg(l::text, ' '), '') as text from audit_logs l
    where organization_id = (select id::text from organizations where name = ${to})`;
  const { text: known } = textSchema.parse(log);
  const texts = [...rows].map((row) => textSchema.parse(row).text);
  return texts.filter((text) => !known.includes(text));
}

/** Ids that stand for nothing: one that never existed, and one that is none. */
export function absentIds(): { unknown: string; malformed: string } {
  return { unknown: randomUUID(), malformed: "not-an-id" };
}
