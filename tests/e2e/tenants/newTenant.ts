import { randomBytes } from "node:crypto";
import type postgres from "postgres";
import { demoPassword } from "@/modules/auth/demoAccounts.types";
import { idOf } from "@/tests/e2e/support/database";
import { Visitor } from "@/tests/e2e/support/visitor";
import { makePost, makeProject } from "./world";

export type NewTenant = {
  owner: Visitor;
  /** Of the owner and of the organization. */
  name: string;
  user: string;
  organization: string;
  project: string;
  post: string;
  /** That the post was created. */
  entry: string;
};

/** An organization that nobody has asked for anything yet. */
export async function makeTenant(sql: postgres.Sql): Promise<NewTenant> {
  const owner = new Visitor();
  const name = `Harbor ${randomBytes(6).toString("hex")}`;
  const email = `${name.replace(" ", "-").toLowerCase()}@example.com`;
  await owner.json("POST", "/api/auth/sign-up/email", { name, email, password: demoPassword });
  await owner.submit("/account", "account#createOrganization", { name });
  const project = await makeProject(owner);
  const post = await makePost(owner, project);
  return {
    owner,
    name,
    user: await idOf(sql, { table: "users", column: "email", value: email }),
    organization: await idOf(sql, { table: "organizations", column: "name", value: name }),
    project,
    post,
    entry: await idOf(sql, { table: "audit_logs", column: "resource_id", value: post }),
  };
}
