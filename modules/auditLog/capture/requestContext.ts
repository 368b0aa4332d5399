import { headers } from "next/headers";
import { readEnv } from "@/env";
import type { StoredEntry } from "@/modules/auditLog/auditLog.types";
import { clientAddress } from "./clientAddress";
import { limits, toTextOrNull } from "./text";

/** Where a request came from; nulls outside one. */
type RequestContext = Pick<StoredEntry, "ip" | "user_agent" | "request_id">;

const userAgentLimit = 1_024;

const outside: RequestContext = { ip: null, user_agent: null, request_id: null };

/** What the current request tells of itself. Outside a request (a script, a queue, a test): nulls. */
export async function readRequestContext(): Promise<RequestContext> {
  try {
    const sent = await headers();
    return {
      ip: clientAddress(sent.get("x-forwarded-for"), readEnv().TRUSTED_PROXIES),
      user_agent: toTextOrNull(sent.get("user-agent"), userAgentLimit),
      request_id: toTextOrNull(sent.get("x-request-id"), limits.id),
    };
  } catch {
    return outside;
  }
}
