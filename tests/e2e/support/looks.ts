import { randomBytes } from "node:crypto";
import { beforeAll } from "vitest";
import { z } from "zod";
import { demoPassword } from "@/modules/auth/demoAccounts.types";
import { idOf, openDatabase } from "./database";
import { Visitor } from "./visitor";

type People = { ana: Visitor; bo: Visitor; priya: Visitor; newcomer: Visitor; anybody: Visitor };

/** A page in one of its states: whose path in `app` it is, who looks at it, and where. */
export type Look = { of: string; who: keyof People; path: () => string };

/** Every page in the states that look different, for a file's tests. */
export function prepareLooks(): { looks: Look[]; people: People } {
  const sql = openDatabase();
  const anybody = new Visitor("");
  const people: People = { ana: anybody, bo: anybody, priya: anybody, newcomer: anybody, anybody };
  const ids = { project: "", busyPost: "", post: "", deleted: "", actor: "", entry: "" };

  beforeAll(async () => {
    people.ana = await Visitor.signIn("ana@demo.example");
    people.bo = await Visitor.signIn("bo@demo.example");
    people.priya = await Visitor.signIn("priya@demo.example");
    people.newcomer = await signUpNewcomer();
    people.anybody = new Visitor();

    ids.project = await idOf(sql, { table: "projects", column: "name", value: "Handbook" });
    ids.busyPost = await idOf(sql, { table: "posts", column: "title", value: "Launch plan 2026" });
    ids.actor = await idOf(sql, { table: "users", column: "email", value: "bo@demo.example" });
    ids.post = await createPost(people.ana, ids.project);
    await people.ana.json("PATCH", `/api/posts/${ids.post}`, { title: "V".repeat(200) });
    const [edit] = await sql`
      select id from audit_logs where resource_id = ${ids.post} and action = 'post.updated'`;
    ids.entry = z.string().parse(edit?.id);
    ids.deleted = await createPost(people.ana, ids.project);
    await people.ana.json("DELETE", `/api/posts/${ids.deleted}`);
    await people.ana.ask("/api/audit/export?q=action%3Apost.*&format=csv");
  });

  const looks: Look[] = [
    { of: "/account", who: "ana", path: () => "/account?form=password&error=invalid_credentials" },
    { of: "/account", who: "newcomer", path: () => "/account" },
    { of: "/admin/audit", who: "ana", path: () => find('actor:bo -outcome:success "plan" created:90d') },
    { of: "/admin/audit", who: "ana", path: () => find('actr:ana "') },
    { of: "/admin/audit", who: "ana", path: () => find("nothing at all") },
    { of: "/admin/audit", who: "priya", path: () => find("action:user.*,organization.* created:all") },
    { of: "/admin/audit/[entryId]", who: "ana", path: () => `/admin/audit/${ids.entry}` },
    { of: "/admin/audit/actors/[actorId]", who: "ana", path: () => `/admin/audit/actors/${ids.actor}` },
    {
      of: "/admin/audit/actors/[actorId]",
      who: "priya",
      path: () => `/admin/audit/actors/${ids.actor}?show=as-them`,
    },
    { of: "/admin/audit/delivery", who: "priya", path: () => "/admin/audit/delivery" },
    { of: "/admin/audit/exports", who: "ana", path: () => "/admin/audit/exports" },
    { of: "/admin/audit/exports", who: "bo", path: () => "/admin/audit/exports" },
    {
      of: "/admin/audit/resources/[resourceType]/[resourceId]",
      who: "ana",
      path: () => `/admin/audit/resources/post/${ids.busyPost}`,
    },
    { of: "/admin/users", who: "priya", path: () => "/admin/users" },
    { of: "/billing", who: "ana", path: () => "/billing?form=cancel&error=conflict" },
    { of: "/members", who: "ana", path: () => "/members?form=invite&error=invalid_input&fields=email" },
    { of: "/no-organization", who: "newcomer", path: () => "/no-organization" },
    { of: "/posts/[postId]", who: "ana", path: () => `/posts/${ids.busyPost}` },
    { of: "/posts/[postId]", who: "ana", path: () => `/posts/${ids.post}?form=delete&error=internal` },
    { of: "/posts/[postId]", who: "ana", path: () => `/posts/${ids.deleted}` },
    { of: "/projects", who: "ana", path: () => "/projects?form=create&error=invalid_input&fields=name" },
    { of: "/projects/[projectId]", who: "bo", path: () => `/projects/${ids.project}` },
    { of: "/sign-in", who: "anybody", path: () => "/sign-in?form=sign-in&error=invalid_credentials" },
    {
      of: "/sign-up",
      who: "anybody",
      path: () => "/sign-up?form=sign-up&error=invalid_input&fields=password",
    },
    { of: "no page", who: "ana", path: () => "/nothing" },
  ];
  return { looks, people };
}

function find(line: string): string {
  return `/admin/audit?${new URLSearchParams({ q: line }).toString()}`;
}

async function signUpNewcomer(): Promise<Visitor> {
  const visitor = new Visitor();
  const email = `newcomer-${randomBytes(4).toString("hex")}@example.com`;
  await visitor.json("POST", "/api/auth/sign-up/email", { name: "New", email, password: demoPassword });
  return visitor;
}

/** With a title that has no place to be broken. */
async function createPost(visitor: Visitor, projectId: string): Promise<string> {
  const { body } = await visitor.json("POST", "/api/posts", { projectId, title: "W".repeat(200) });
  return z.object({ id: z.string() }).parse(JSON.parse(body)).id;
}
