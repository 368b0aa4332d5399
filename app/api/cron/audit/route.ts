import { createHash, timingSafeEqual } from "node:crypto";
import { toProblem } from "@/app/api/_http/problem";
import { readEnv } from "@/env";
import { ServiceError } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";

export const dynamic = "force-dynamic";

/** Seconds that a platform which limits a request's time is asked for; moving a year's entries takes minutes. */
export const maxDuration = 300;

/**
 * The log's maintenance, for a scheduler that sends `Authorization: Bearer <CRON_SECRET>`, as Vercel's does. Answers
 * with what was done: 200, or 503 where something is left to do. Without the secret, or where none is set, 401.
 */
export async function GET(request: Request): Promise<Response> {
  try {
    requireSecret(request);
    const result = await auditLogService.maintain();
    return Response.json(result, {
      status: result.left.length === 0 ? 200 : 503,
      headers: { "cache-control": "no-store" },
    });
  } catch (error) {
    const response = toProblem(error);
    if (response.status === 401) response.headers.set("www-authenticate", "Bearer");
    return response;
  }
}

export { GET as POST };

/** @throws ServiceError unauthenticated */
function requireSecret(request: Request): void {
  const { CRON_SECRET } = readEnv();
  const given = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (CRON_SECRET !== undefined && given !== undefined && isEqual(given, CRON_SECRET)) return;
  throw new ServiceError("unauthenticated", "Send the secret of scheduled tasks as a bearer token.");
}

/** In the same time whatever is given: hashes have one length, as timingSafeEqual asks for. */
function isEqual(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) => createHash("sha256").update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
