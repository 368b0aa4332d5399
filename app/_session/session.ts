import { redirect } from "next/navigation";
import { toSignIn } from "@/app/_session/nextPath";
import { read } from "@/app/_errors/read";
import { accessService } from "@/modules/access/access.service";
import type { Actor, OrganizationActor } from "@/modules/access/access.types";
import { authService } from "@/modules/auth/auth.service";

/** The signed-in person, or null. */
export function findActor(): Promise<Actor | null> {
  return read(() => authService.getCurrentUser());
}

/** The signed-in person; anybody else is sent to sign in and comes back to `page`. */
export async function requireActor(page: string): Promise<Actor> {
  return (await findActor()) ?? redirect(toSignIn(page));
}

/** A signed-in person who works in an organization; who has none yet is told how to get one. */
export async function requireMember(page: string): Promise<OrganizationActor> {
  const actor = await requireActor(page);
  return actor.organizationId === null
    ? redirect("/no-organization")
    : accessService.requireOrganization(actor);
}
