import { isIP } from "node:net";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import type { StandardOptions } from "./cloudEvents";
import { activityOf, entityManagement, otherActivity } from "./ocsfActivities";
import { actorOf, addSubject, type OcsfActor, type OcsfSubject } from "./ocsfSubjects";

/**
 * An event in OCSF 1.9.0 (https://schema.ocsf.io/1.9.0), of one of the classes Authentication (3002), Entity
 * Management (3004), Group Management (3006) and User Management (3007), without profiles. `type_uid` is
 * `class_uid * 100 + activity_id`; times are milliseconds since 1970.
 */
export type OcsfEvent = {
  category_uid: 3;
  category_name: "Identity & Access Management";
  class_uid: number;
  class_name: string;
  activity_id: number;
  activity_name: string;
  type_uid: number;
  type_name?: string;
  time: number;
  severity_id: number;
  severity: string;
  status_id: number;
  status: string;
  status_code?: string;
  metadata: OcsfMetadata;
  actor?: OcsfActor;
  src_endpoint?: { ip: string };
  http_request?: { user_agent?: string; uid?: string };
  unmapped?: Record<string, unknown>;
} & OcsfSubject;

type OcsfMetadata = {
  version: typeof version;
  product: { name: string };
  uid: string;
  event_code: string;
  correlation_uid?: string;
  tenant_uid?: string;
  logged_time?: number;
};

const version = "1.9.0";

/**
 * An entry as an OCSF event; docs/standards.md has the table. The class and activity follow from the
 * action's name and the resource's type alone, so that an action that is unknown here, or was removed, is an event
 * too: Entity Management, activity Other. What OCSF has no place for stands in `unmapped`. Nothing is thrown.
 */
export function toOcsf(entry: AuditLogEntry, options: StandardOptions): OcsfEvent {
  const activity = activityOf(entry.action, entry.resourceType);
  const { of, id, name } = activity;
  const outcome = outcomeOf(entry.outcome);
  const event: OcsfEvent = {
    category_uid: 3,
    category_name: "Identity & Access Management",
    class_uid: of.uid,
    class_name: of.name,
    activity_id: id,
    activity_name: name,
    type_uid: of.uid * 100 + id,
    time: timeOf(entry),
    severity_id: outcome.severity_id,
    severity: outcome.severity,
    status_id: outcome.status_id,
    status: outcome.status,
    metadata: metadataOf(entry, options),
  };
  // For Other the schema's text wants the activity's name in here, and its validator the word Other.
  if (id !== otherActivity) event.type_name = `${of.name}: ${name}`;
  if (outcome.status_code !== undefined) event.status_code = outcome.status_code;
  const actor = actorOf(entry);
  if (actor !== undefined) event.actor = actor;
  addSubject(event, { entry, activity, source: options.source });
  addRequest(event, entry);
  addUnmapped(event, entry);
  return event;
}

function metadataOf(entry: AuditLogEntry, { source }: StandardOptions): OcsfMetadata {
  const metadata: OcsfMetadata = {
    version,
    product: { name: source },
    uid: entry.id.toWellFormed(),
    event_code: entry.action.toWellFormed(),
  };
  const logged = entry.recordedAt.getTime();
  if (entry.requestId) metadata.correlation_uid = entry.requestId.toWellFormed();
  if (entry.organizationId) metadata.tenant_uid = entry.organizationId.toWellFormed();
  if (!Number.isNaN(logged)) metadata.logged_time = logged;
  return metadata;
}

/** An entry's id holds its instant too (UUIDv7, RFC 9562), for a `createdAt` that JavaScript can't hold. */
function timeOf({ createdAt, id }: AuditLogEntry): number {
  const time = createdAt.getTime();
  if (!Number.isNaN(time)) return time;
  const inside = /^([\da-f]{8})-([\da-f]{4})-7/i.exec(id);
  return inside ? Number.parseInt(`${inside[1]}${inside[2]}`, 16) : 0;
}

type Outcome = Pick<OcsfEvent, "severity_id" | "severity" | "status_id" | "status" | "status_code">;

const refused = { severity_id: 2, severity: "Low", status_id: 2, status: "Failure" };
const informational = { severity_id: 1, severity: "Informational" };

const outcomes = new Map<string, Outcome>([
  ["success", { ...informational, status_id: 1, status: "Success", status_code: "success" }],
  ["failure", { ...refused, status_code: "failure" }],
  ["denied", { ...refused, status_code: "denied" }],
  ["", { ...informational, status_id: 0, status: "Unknown" }],
]);

function outcomeOf(outcome: string): Outcome {
  return outcomes.get(outcome) ?? { ...informational, status_id: 99, status: outcome.toWellFormed() };
}

// What `ip_t` holds, by its published length.
const longestIp = 40;
const isAddress = (ip: string): boolean => ip.length <= longestIp && isIP(ip) !== 0;

function addRequest(event: OcsfEvent, { ip, userAgent, requestId }: AuditLogEntry): void {
  if (ip !== null && isAddress(ip)) event.src_endpoint = { ip };
  if (!userAgent && !requestId) return;
  event.http_request = {};
  if (userAgent) event.http_request.user_agent = userAgent.toWellFormed();
  if (requestId) event.http_request.uid = requestId.toWellFormed();
}

function addUnmapped(event: OcsfEvent, entry: AuditLogEntry): void {
  const rest: Record<string, unknown> = {};
  const { impersonatorId: id, impersonatorName: name, resourceType: type } = entry;
  if (event.class_uid !== entityManagement.uid) {
    rest.resource = { type, id: entry.resourceId, name: entry.resourceName };
  }
  if (event.actor === undefined) rest.actor_type = entry.actorType;
  if (id !== null || name !== null) rest.impersonator = { id, name };
  if (entry.changes !== null) rest.changes = entry.changes;
  if (Object.keys(entry.metadata).length > 0) rest.metadata = entry.metadata;
  if (entry.ip !== null && event.src_endpoint === undefined) rest.ip = entry.ip;
  if (Object.keys(rest).length > 0) event.unmapped = rest;
}
