import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import { readEnv } from "@/env";
import type { StoredEntry } from "@/modules/auditLog/auditLog.types";
import { clientAddress } from "./clientAddress";
import { limits, toLine } from "./text";

/** Where a request came from; nulls outside one. */
export type RequestContext = Pick<StoredEntry, "ip" | "user_agent" | "request_id">;

type Sent = Awaited<ReturnType<typeof headers>>;

const userAgentLimit = 1_024;
const nowhere: RequestContext = { ip: null, user_agent: null, request_id: null };
const outside = Promise.resolve(nowhere);

// By the headers' own object, which is one for a request: its entries share what was read, and the id made up.
const known = new WeakMap<Sent, RequestContext>();

/**
 * What the current request tells of itself. Outside a request (a script, a queue, a test): nulls. Never
 * rejects; but in a page's prerender it may never settle, as Next's `headers()` may not: that part of the page
 * waits for a request.
 */
export function readRequestContext(): Promise<RequestContext> {
  const sent = currentHeaders();
  return sent === null ? outside : sent.then(contextOf).catch(() => nowhere);
}

/** Outside a request Next throws, at once: the error's stack, which nobody reads, would be its greatest cost. */
function currentHeaders(): Promise<Sent> | null {
  const { stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 0;
    return headers();
  } catch {
    return null;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function contextOf(sent: Sent): RequestContext {
  const context = known.get(sent) ?? describe(sent);
  known.set(sent, context);
  return context;
}

function describe(sent: Sent): RequestContext {
  const userAgent = sent.get("user-agent");
  return {
    ip: clientAddress(sent.get("x-forwarded-for"), readEnv().TRUSTED_PROXIES),
    user_agent: userAgent === null ? null : toLine(userAgent, userAgentLimit),
    request_id: usableId(sent.get("x-request-id")) ?? randomUUID(),
  };
}

/** What a proxy may have sent as the request's id; a client may have sent anything. */
function usableId(id: string | null): string | null {
  const isUsable =
    id !== null && /^[\w.:+/=@-]+$/.test(id) && id.length <= limits.id && toLine(id, limits.id) === id;
  return isUsable ? id : null;
}
