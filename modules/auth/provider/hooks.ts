import { APIError, createAuthMiddleware, getSessionFromCtx, isAPIError } from "better-auth/api";
import type { GenericEndpointContext } from "better-auth";
import { z } from "zod";
import { findFirstOrganizationId } from "@/modules/auth/auth.repo";
import {
  changePasswordSchema,
  sessionReferenceSchema,
  signInSchema,
  signUpSchema,
} from "@/modules/auth/auth.types";
import { findActor } from "./actor";
import * as record from "./record";

const bodies = new Map<string, z.ZodType>([
  ["/sign-in/email", signInSchema],
  ["/sign-up/email", signUpSchema],
  ["/change-password", changePasswordSchema],
]);

/** Runs before every endpoint: refuses malformed bodies, and a change of password by anybody but its owner. */
export const checkRequest = createAuthMiddleware(async (ctx) => {
  const body = bodies.get(ctx.path);
  if (body && !body.safeParse(ctx.body).success) {
    throw new APIError("BAD_REQUEST", {
      code: "INVALID_INPUT",
      message: "Some of what was sent can't be used.",
    });
  }
  if (ctx.path === "/change-password") await requireOwner(ctx);
});

async function requireOwner(ctx: GenericEndpointContext): Promise<void> {
  const actor = await currentActor(ctx);
  if (actor === null) throw new APIError("UNAUTHORIZED", { code: "UNAUTHORIZED", message: "Sign in first." });
  if (actor.impersonator === null) return;
  await record.passwordChange(actor, "denied");
  throw new APIError("FORBIDDEN", {
    code: "IMPERSONATED",
    message: "Only the person themselves may change their password.",
  });
}

/** Runs after every endpoint, whether it succeeded or not: the one place that records what it came to. */
export const recordOutcome = createAuthMiddleware(async (ctx) => {
  const { returned, newSession } = ctx.context;
  const failure = isAPIError(returned) ? String(returned.body?.code) : null;
  if (ctx.path === "/sign-in/email") await recordSignIn(ctx, failure);
  if (ctx.path === "/sign-up/email" && newSession && failure === null) {
    await record.signUp(await findActor(newSession.session));
  }
  if (ctx.path === "/change-password") await recordPasswordChange(ctx, failure);
});

const reasons = new Map([
  ["INVALID_EMAIL_OR_PASSWORD", "invalid_credentials" as const],
  ["BANNED_USER", "banned" as const],
]);

async function recordSignIn(
  { body, context: { newSession } }: GenericEndpointContext,
  failure: string | null,
) {
  if (failure === null && newSession) await record.signIn(await findActor(newSession.session));
  const reason = reasons.get(failure ?? "");
  if (reason) await record.failedSignIn(signInSchema.parse(body).email, reason);
}

async function recordPasswordChange(ctx: GenericEndpointContext, failure: string | null) {
  if (failure !== null && failure !== "INVALID_PASSWORD") return;
  const actor = await currentActor(ctx);
  if (actor) await record.passwordChange(actor, failure === null ? "success" : "failure");
}

async function currentActor(ctx: GenericEndpointContext) {
  const session = ctx.context.newSession ?? (await getSessionFromCtx(ctx));
  return session ? findActor(session.session) : null;
}

const endedSessionSchema = sessionReferenceSchema.extend({ expiresAt: z.date() });

/** By the time sign-out answers the session is gone, so it is recorded when its row is deleted. */
export async function recordSignOut(session: unknown, ctx: GenericEndpointContext | null): Promise<void> {
  const ended = endedSessionSchema.parse(session);
  if (ctx?.path === "/sign-out" && ended.expiresAt > new Date()) await record.signOut(await findActor(ended));
}

// These endpoints create the session outside a transaction: in one, a query on the pool could wait for itself.
const activatingPaths = ["/sign-in/email", "/admin/impersonate-user"];

/** A new session starts in the organization the person joined first; one that replaces another stays where that was. */
export async function activateOrganization(session: { userId: string }, ctx: GenericEndpointContext | null) {
  const isNew = ctx !== null && activatingPaths.includes(ctx.path ?? "");
  const replaced = sessionReferenceSchema.safeParse(ctx?.context.session?.session).data;
  const activeOrganizationId = isNew
    ? await findFirstOrganizationId(session.userId)
    : replaced?.activeOrganizationId;
  return { data: { activeOrganizationId: activeOrganizationId ?? null } };
}
