import { randomBytes } from "node:crypto";
import { z } from "zod";
import { demoPassword } from "@/modules/auth/demoAccounts.types";
import { Visitor, type Answer } from "./visitor";

/** An organization of a file's own: its log holds what the file did, and nothing else. */
export type Organization = { name: string; olga: Visitor; nils: Visitor };

/** Olga Berg founds it, and Nils Dahl joins as a member. */
export async function foundOrganization(): Promise<Organization> {
  const mark = randomBytes(4).toString("hex");
  const name = `Studio ${mark}`;
  const olga = await signUp("Olga Berg", `olga-${mark}@example.com`);
  await olga.submit("/account", "account#createOrganization", { name });
  const email = `nils-${mark}@example.com`;
  const nils = await signUp("Nils Dahl", email);
  await olga.submit("/members", "members#inviteMember", { email, role: "member" });
  await nils.submit("/account", "account#acceptInvitation");
  return { name, olga, nils };
}

async function signUp(name: string, email: string): Promise<Visitor> {
  const visitor = new Visitor();
  const { status, body } = await visitor.json("POST", "/api/auth/sign-up/email", {
    name,
    email,
    password: demoPassword,
  });
  if (status !== 200) throw new Error(`${name} could not sign up: ${status} ${body}`);
  return visitor;
}

/** A new project's id. */
export async function createProject(visitor: Visitor, name: string): Promise<string> {
  return idOf(await visitor.json("POST", "/api/projects", { name }));
}

/** A new post's id. */
export async function createPost(
  visitor: Visitor,
  fields: { projectId: string; title: string },
): Promise<string> {
  return idOf(await visitor.json("POST", "/api/posts", fields));
}

function idOf({ status, body }: Answer): string {
  if (status !== 201) throw new Error(`Nothing was made: ${status} ${body}`);
  return z.object({ id: z.string() }).parse(JSON.parse(body)).id;
}
