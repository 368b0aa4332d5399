import { db } from "@/db/drizzle";
import type { Actor } from "@/modules/access/access.types";
import { rateLimitTable } from "@/modules/auth/auth.schema";
import { organizationService } from "@/modules/organization/organization.service";
import { postService } from "@/modules/post/post.service";
import { projectService } from "@/modules/project/project.service";
import { createAccount, join, type Browser } from "@/tests/integration/authSupport";

/** A person with the browser they are signed in with. */
export type Somebody = { id: string; name: string; email: string; browser: Browser };

/** One organization with an owner, an administrator and a member; a stranger. */
export type World = {
  organizationId: string;
  owner: Somebody;
  admin: Somebody;
  member: Somebody;
  stranger: Somebody;
};

export async function createWorld(): Promise<World> {
  // Tests sign up faster than the limit on sign-ups lets anybody.
  await db.delete(rateLimitTable);
  const [owner, admin, member, stranger] = [
    await createAccount(),
    await createAccount(),
    await createAccount(),
    await createAccount(),
  ];
  const { id: organizationId } = await organizationService.create(await actorOf(owner), { name: "Acme" });
  await join({ organizationId, userId: admin.id, role: "admin" });
  await join({ organizationId, userId: member.id, role: "member" });
  return { organizationId, owner, admin, member, stranger };
}

export function actorOf({ browser }: Somebody): Promise<Actor> {
  return browser.signedIn();
}

export async function newProject({ admin }: World, name = "Website") {
  return projectService.create(await actorOf(admin), { name });
}

export async function newPost(world: World, title = "Q3 plan") {
  const project = await newProject(world);
  return postService.create(await actorOf(world.member), {
    projectId: project.id,
    title,
    body: "First words",
  });
}

/** A person of their own for a case that ends an account, a membership or a ban. */
export async function newcomer({ organizationId }: World): Promise<Somebody> {
  const person = await createAccount();
  await join({ organizationId, userId: person.id, role: "member" });
  return person;
}
