import { randomUUID } from "node:crypto";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { plainTable } from "./plain";
import { client } from "./request";

/** Who did it to what; different callers, different places. */
export type Place = { organizationId: string; actorId: string; resourceId: string };

export const somewhere: Place = { organizationId: "org1", actorId: "u1", resourceId: "p1" };

const attempt = { action: "project.deleted", resourceType: "project" } as const;
const metadata = { reason: "forbidden", role: "member", posts: 12 };

const [actorName, resourceName] = ["Ana Lindqvist", "Website 2026"];

/** What the usual way knows of a request: handed to it, so that it need not be read. */
const context = () => ({ ip: client.address, userAgent: client.agent, requestId: randomUUID() });

const event = { ...attempt, actorName, resourceName, outcome: "denied", metadata };

/** The usual way: one insert a call on the application's pool, of the same content. Its actor has to be a plain user. */
export async function insertPlain(place: Place = somewhere): Promise<void> {
  await db.insert(plainTable).values({ ...place, ...event });
}

/** The same, from within a request. */
export async function insertPlainInRequest(place: Place = somewhere): Promise<void> {
  await db.insert(plainTable).values({ ...place, ...event, ...context() });
}

/** The same event through the log. Refused attempts are logged outside transactions, and so is this one. */
export async function logEntry({ organizationId, actorId, resourceId }: Place = somewhere): Promise<string> {
  const { id, status } = await auditLogService.log({
    actor: { type: "user", id: actorId, name: actorName, organizationId },
    resourceId,
    resourceName,
    ...attempt,
    outcome: "denied",
    metadata,
  });
  if (status !== "stored")
    throw new Error(`Entry ${id} was ${status}: nothing is measured of a log that fails`);
  return id;
}
