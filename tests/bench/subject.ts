import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { plainTable } from "./plain";

/** Who did it to what; different callers, different places. */
export type Place = { organizationId: string; actorId: string; resourceId: string };

export const somewhere: Place = { organizationId: "org1", actorId: "u1", resourceId: "p1" };

const attempt = { action: "project.deleted", resourceType: "project" } as const;
const metadata = { reason: "forbidden", role: "member", posts: 12 };

/** The usual way: one insert a call on the application's pool, of what the usual table has columns for. */
export async function insertPlain({ actorId, resourceId }: Place = somewhere): Promise<void> {
  await db.insert(plainTable).values({ actorId, resourceId, ...attempt, metadata });
}

/** The same event through the log. Refused attempts are logged outside transactions, and so is this one. */
export async function logEntry({ organizationId, actorId, resourceId }: Place = somewhere): Promise<string> {
  const { id, status } = await auditLogService.log({
    actor: { type: "user", id: actorId, name: "Ana Lindqvist", organizationId },
    resourceId,
    resourceName: "Website 2026",
    ...attempt,
    outcome: "denied",
    metadata,
  });
  if (status !== "stored")
    throw new Error(`Entry ${id} was ${status}: nothing is measured of a log that fails`);
  return id;
}
