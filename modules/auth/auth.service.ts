import { headers as requestHeaders } from "next/headers";
import { cache } from "react";
import { z } from "zod";
import { inTransaction } from "@/db/transaction";
import { accessService, idSchema, parseInput } from "@/modules/access/access.service";
import type { Actor } from "@/modules/access/access.types";
import { ServiceError } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { deleteSessionsOf, findOrganizationOfMember, setActiveOrganization } from "./auth.repo";
import {
  changePasswordSchema,
  signInSchema,
  signUpSchema,
  type ChangePasswordInput,
  type RequestHeaders,
  type SessionChange,
  type SignedIn,
  type SignInInput,
  type SignUpInput,
} from "./auth.types";
import { findActor } from "./provider/actor";
import { getAuth } from "./provider/betterAuth";
import { callAuth, type Answer } from "./provider/call";
import { forwardRequest } from "./provider/http";
import { describeError } from "./provider/logger";
import * as impersonation from "./provider/impersonation";

export const authService = {
  getUserFromRequest,
  getCurrentUser: () => getCurrentUser(),
  signUp,
  signIn,
  signOut,
  changePassword,
  startImpersonation,
  stopImpersonation,
  switchOrganization,
  endSessions: deleteSessionsOf,
};

/** The signed-in person behind a route's request, with the impersonator if there is one; else null. */
export async function getUserFromRequest(request: Request): Promise<Actor | null> {
  const session = await findSession(request.headers);
  return session && findActor(session);
}

/** The same for server components and actions; read once per request. */
export const getCurrentUser = cache(async (): Promise<Actor | null> => {
  const session = await findSession(await requestHeaders());
  return session && findActor(session);
});

/**
 * Answers better-auth's HTTP endpoints that are open. Its own reading of a session knows nothing of bans,
 * so whoever is nobody for us is nobody there.
 *
 * @throws ServiceError
 */
export async function handleAuthRequest(request: Request): Promise<Response> {
  const isSessionRead = request.method === "GET" && new URL(request.url).pathname === "/api/auth/get-session";
  if (isSessionRead && (await getUserFromRequest(request)) === null) return Response.json(null);
  return forwardRequest(request);
}

/** Opens an account and signs in. @throws ServiceError invalid_input, conflict, rate_limited */
async function signUp(input: SignUpInput, { headers }: RequestHeaders): Promise<SignedIn> {
  const body = parseInput(signUpSchema, input);
  return toSignedIn(await callAuth("/sign-up/email", { headers, body }));
}

/** @throws ServiceError invalid_input, invalid_credentials, forbidden (a banned account), rate_limited */
async function signIn(input: SignInInput, { headers }: RequestHeaders): Promise<SignedIn> {
  const body = parseInput(signInSchema, input);
  return toSignedIn(await callAuth("/sign-in/email", { headers, body }));
}

/** Ends the session, if there is one. */
async function signOut({ headers }: RequestHeaders): Promise<SessionChange> {
  const answer = await callAuth("/sign-out", { headers, body: {} });
  return { headers: answer.headers };
}

/**
 * Changes the person's own password and signs their other browsers out.
 *
 * @throws ServiceError invalid_input, invalid_credentials, unauthenticated, forbidden, rate_limited
 */
async function changePassword(
  actor: Actor,
  { headers, ...input }: ChangePasswordInput & RequestHeaders,
): Promise<SessionChange> {
  const body = parseInput(changePasswordSchema, { ...input, revokeOtherSessions: true });
  await requireSession(actor, headers);
  const answer = await callAuth("/change-password", { headers, body });
  return { headers: answer.headers };
}

/**
 * Lets a platform administrator act as somebody else for an hour; whatever they do carries both names.
 *
 * @throws ServiceError forbidden, not_found
 */
async function startImpersonation(
  actor: Actor,
  { userId, headers }: { userId: string } & RequestHeaders,
): Promise<SessionChange> {
  await requireSession(actor, headers);
  return impersonation.start(actor, { userId: parseInput(idSchema, userId), headers });
}

/** Back to the administrator's own session. @throws ServiceError conflict where nobody is impersonated */
async function stopImpersonation(actor: Actor, { headers }: RequestHeaders): Promise<SessionChange> {
  await requireSession(actor, headers);
  return impersonation.stop(actor, { headers });
}

/** Makes another of the person's organizations the session's tenant. @throws ServiceError not_found */
async function switchOrganization(
  actor: Actor,
  { headers, ...input }: { organizationId: string } & RequestHeaders,
): Promise<void> {
  const organizationId = parseInput(idSchema, input.organizationId);
  const session = await requireSession(actor, headers);
  const action = "auth.organization_switched";
  const isMember = await inTransaction(async (tx) => {
    const organization = await findOrganizationOfMember({ userId: actor.id, organizationId }, tx);
    if (!organization) return false;
    const resource = {
      resourceType: "organization",
      resourceId: organization.id,
      resourceName: organization.name,
    };
    const isSwitched = await setActiveOrganization({ sessionId: session.id, organizationId }, tx);
    if (isSwitched) await auditLogService.log({ actor, action, organizationId, ...resource }, { tx });
    return true;
  });
  if (!isMember)
    await accessService.denyNotFound(actor, {
      action,
      resourceType: "organization",
      resourceId: organizationId,
    });
}

/** The session must be the actor's own: who acts is never taken from the caller's word alone. */
async function requireSession(actor: Actor, headers: Headers) {
  const session = await findSession(headers);
  if (session?.userId === actor.id) return session;
  throw new ServiceError("unauthenticated", "Your session has ended. Sign in again.");
}

// What better-auth throws may hold the session's token among a query's parameters: only its kind is passed on.
async function findSession(headers: Headers) {
  try {
    const cookie = new Headers({ cookie: headers.get("cookie") ?? "" });
    return (await getAuth().api.getSession({ headers: cookie }))?.session ?? null;
  } catch (error) {
    throw new Error(`The session can't be read: ${describeError(error)}. Is the database up and migrated?`);
  }
}

const signedInSchema = z.object({ user: z.object({ id: z.string() }) });

function toSignedIn({ body, headers }: Answer): SignedIn {
  return { userId: signedInSchema.parse(body).user.id, headers };
}
