import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import {
  accountSwitch,
  addUser,
  assignRoles,
  authentication,
  entityManagement,
  groupManagement,
  isUserType,
  removeUser,
  type OcsfActivity,
} from "./ocsfActivities";

type Named = { uid?: string; name?: string };
export type OcsfUser = Named & { type_id: number; type: string };
export type OcsfActor = { user: OcsfUser };

/** The attributes that tell of one class's subject; an event has those of its class alone. */
export type OcsfSubject = {
  user?: OcsfUser;
  service?: Named;
  account_switch_type_id?: number;
  account_switch_type?: string;
  iam_roles?: Named[];
  group?: Named;
  users?: OcsfUser[];
  entity?: OcsfEntity;
};

type OcsfEntity = Named & { type_id: number; type: string; user?: OcsfUser; group?: Named; org?: Named };

const userTypes = new Map([
  ["user", { type_id: 1, type: "User" }],
  ["service", { type_id: 4, type: "Service" }],
  ["system", { type_id: 3, type: "System" }],
  ["", { type_id: 0, type: "Unknown" }],
]);

/**
 * Who did it. Under impersonation this is the account that was acted as, as in the entry; the person
 * behind it is in `unmapped`. Undefined for somebody anonymous: OCSF wants a name or an id.
 */
export function actorOf({ actorType, actorId, actorName }: AuditLogEntry): OcsfActor | undefined {
  if (!actorId && !actorName && actorType !== "system") return undefined;
  return { user: userOf(actorType, { id: actorId, name: actorName }) };
}

function userOf(kind: string, { id, name }: { id: string | null; name: string | null }): OcsfUser {
  const { type_id, type } = userTypes.get(kind) ?? { type_id: 99, type: kind.toWellFormed() };
  const user: OcsfUser = { type_id, type };
  addNames(user, { id, name, otherwise: kind || "unknown" });
  return user;
}

type Names = { id: string | null; name: string | null; otherwise: string };

/** OCSF wants a name or an id of everything. */
function addNames(to: Named, { id, name, otherwise }: Names): void {
  if (id) to.uid = id.toWellFormed();
  if (name) to.name = name.toWellFormed();
  else if (!id) to.name = otherwise.toWellFormed();
}

type About = { entry: AuditLogEntry; activity: OcsfActivity; source: string };

/** Adds what it happened to, in the attributes that the event's class has for it. */
export function addSubject(event: OcsfSubject, { entry, activity, source }: About): void {
  if (activity.of === entityManagement) event.entity = managedEntity(entry);
  else if (activity.of === groupManagement) addGroup(event, { entry, activity });
  else event.user = person(entry);
  if (activity.of === authentication) event.service = { name: source };
  if (activity === assignRoles) addRole(event, entry);
  if (activity === accountSwitch) {
    event.account_switch_type_id = 2;
    event.account_switch_type = "Impersonate";
  }
}

/** The user that the resource is; of an action that names none, whoever did it. */
function person(entry: AuditLogEntry): OcsfUser {
  if (isUserType(entry.resourceType)) return resourceAsUser(entry);
  return userOf(entry.actorType, { id: entry.actorId, name: entry.actorName });
}

const resourceAsUser = (entry: AuditLogEntry): OcsfUser =>
  userOf("user", { id: entry.resourceId, name: entry.resourceName });

function resource({ resourceId: id, resourceName: name, resourceType }: AuditLogEntry): Named {
  const to: Named = {};
  addNames(to, { id, name, otherwise: resourceType || "unknown" });
  return to;
}

function addRole(event: OcsfSubject, { changes }: AuditLogEntry): void {
  const role = changes?.role?.to;
  if (typeof role === "string" && role !== "") event.iam_roles = [{ name: role.toWellFormed() }];
}

// Whoever joins or leaves does so themselves; of others only the application knows where their ids stand.
function addGroup(event: OcsfSubject, { entry, activity }: Omit<About, "source">): void {
  event.group = resource(entry);
  const isTheirOwn =
    (activity === addUser && entry.action.endsWith("joined")) ||
    (activity === removeUser && entry.action.endsWith("left"));
  const actor = isTheirOwn ? actorOf(entry) : undefined;
  if (actor) event.users = [actor.user];
}

function managedEntity(entry: AuditLogEntry): OcsfEntity {
  const { resourceId: id, resourceName: name, resourceType } = entry;
  const kind = entityTypes.get(resourceType);
  const entity: OcsfEntity = kind
    ? { type_id: kind.type_id, type: kind.type }
    : { type_id: 99, type: resourceType.toWellFormed() };
  addNames(entity, { id, name, otherwise: resourceType || "unknown" });
  if (kind === aUser) entity.user = resourceAsUser(entry);
  else if (kind === aGroup) entity.group = resource(entry);
  else if (kind === anOrganization) entity.org = resource(entry);
  return entity;
}

const aUser = { type_id: 2, type: "User" };
const aGroup = { type_id: 3, type: "Group" };
const anOrganization = { type_id: 4, type: "Organization" };

const entityTypes = new Map([
  ["user", aUser],
  ["account", aUser],
  ["person", aUser],
  ["group", aGroup],
  ["team", aGroup],
  ["organization", anOrganization],
  ["", { type_id: 0, type: "Unknown" }],
]);
