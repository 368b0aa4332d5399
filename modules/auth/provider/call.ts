import { parseSetCookieHeader, toCookieOptions } from "better-auth/cookies";
import { cookies } from "next/headers";
import { z } from "zod";
import { ServiceError } from "@/modules/access/access.types";
import { getAuth } from "./betterAuth";
import { describeError } from "./logger";
import { internalRequest } from "./request";

export type Answer = { body: unknown; headers: Headers };

/**
 * Asks better-auth for a change the way its HTTP endpoint is asked, so that its rate limit counts server
 * actions too, and passes the cookies on to the browser.
 *
 * @throws ServiceError for what the caller did wrong
 */
export async function callAuth(path: string, request: { headers: Headers; body: unknown }): Promise<Answer> {
  const response = await handleSafely(internalRequest(path, request));
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw toServiceError(response.status, body);
  const headers = setCookieHeaders(response);
  await setCookies(headers);
  return { body, headers };
}

/** better-auth's answer. What it throws may hold a query's parameters, so only its kind is passed on. */
export async function handleSafely(request: Request): Promise<Response> {
  try {
    return await getAuth().handler(request);
  } catch (error) {
    throw new Error(
      `Authentication failed inside: ${describeError(error)}. Is the database up and migrated?`,
    );
  }
}

const failureSchema = z.object({ code: z.string() }).catch({ code: "" });

/** better-auth's refusal as a service's error. */
export function toServiceError(status: number, body: unknown): Error {
  const { code } = failureSchema.parse(body);
  if (code === "INVALID_EMAIL_OR_PASSWORD")
    return new ServiceError("invalid_credentials", "The email address or the password is wrong.");
  if (code === "INVALID_PASSWORD")
    return new ServiceError("invalid_credentials", "The current password is wrong.");
  if (code === "BANNED_USER")
    return new ServiceError("forbidden", "This account is banned. Ask an administrator.");
  if (code === "IMPERSONATED")
    return new ServiceError("forbidden", "Only the person themselves may change their password.");
  if (status === 400) return new ServiceError("invalid_input", "Some of what was sent can't be used.");
  if (status === 401) return new ServiceError("unauthenticated", "Sign in first.");
  if (status === 403) return new ServiceError("forbidden", "This is not allowed.");
  if (status === 422)
    return new ServiceError(
      "conflict",
      "An account with this email address exists already. Sign in instead.",
    );
  if (status === 429)
    return new ServiceError("rate_limited", "Too many attempts. Wait a minute and try again.");
  return new Error(`Authentication answered ${status} ${code}`.trimEnd());
}

function setCookieHeaders(response: Response): Headers {
  const headers = new Headers();
  for (const cookie of response.headers.getSetCookie()) headers.append("set-cookie", cookie);
  return headers;
}

async function setCookies(headers: Headers): Promise<void> {
  const store = await cookieStore();
  const sent = headers.get("set-cookie");
  if (store === null || sent === null) return;
  for (const [name, cookie] of parseSetCookieHeader(sent))
    store.set(name, cookie.value, toCookieOptions(cookie));
}

/** The browser's cookies; null in a script or a test, where there is no request. */
async function cookieStore() {
  try {
    return await cookies();
  } catch (error) {
    if (error instanceof Error && error.message.includes("outside a request scope")) return null;
    throw error;
  }
}
