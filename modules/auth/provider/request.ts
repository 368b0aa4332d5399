import { readEnv } from "@/env";

/** Set by us alone: better-auth takes the client's address from it, for its rate limit and the session. */
export const clientAddressHeader = "x-client-address";

/**
 * The headers with the client's address as the outermost trusted proxy saw it; left of that entry the
 * client may have made up anything, and without trusted proxies all of it.
 */
export function withClientAddress(headers: Headers): Headers {
  const copy = new Headers(headers);
  copy.delete(clientAddressHeader);
  const { TRUSTED_PROXIES } = readEnv();
  const address =
    TRUSTED_PROXIES > 0 ? headers.get("x-forwarded-for")?.split(",").at(-TRUSTED_PROXIES)?.trim() : undefined;
  if (address) copy.set(clientAddressHeader, address);
  return copy;
}

/** A request to better-auth on behalf of a server action, whose origin Next has checked. */
export function internalRequest(
  path: string,
  { headers, body }: { headers: Headers; body: unknown },
): Request {
  const origin = readEnv().APP_URL ?? "http://localhost";
  return new Request(`${origin}/api/auth${path}`, {
    method: "POST",
    headers: internalHeaders(headers, origin),
    body: JSON.stringify(body),
  });
}

function internalHeaders(headers: Headers, origin: string): Headers {
  const sent = withClientAddress(headers);
  const kept = new Headers({ origin, host: new URL(origin).host, "content-type": "application/json" });
  for (const name of ["cookie", "user-agent", clientAddressHeader]) {
    const value = sent.get(name);
    if (value !== null) kept.set(name, value);
  }
  return kept;
}
