import { auditActions } from "@/auditActions";
import { viewers, type ActionDefinition, type Viewer } from "@/modules/auditLog/auditLog.types";
import { toPolicies, type Policies } from "./redaction/policy";

const definitions: [string, ActionDefinition][] = Object.entries(auditActions);
const policies = new Map(
  definitions.flatMap(([action, { redact }]) => (redact ? [[action, toPolicies(redact)] as const] : [])),
);

/** The names of the actions that the application registers. */
export function knownActions(): string[] {
  return definitions.map(([action]) => action);
}

/** What the application's registry says of an action's fields. Read where entries are made, so that no script can forget it. */
export function policyOf(action: string): Policies | undefined {
  return policies.get(action);
}

const reserved = new Map(
  definitions.flatMap(([action, { visibleTo }]) =>
    visibleTo ? [[action, toPolicies<Viewer>(visibleTo)] as const] : [],
  ),
);

/** Who may see an action's fields, where it reserves any. */
export function visibilityOf(action: string): Policies<Viewer> | undefined {
  return reserved.get(action);
}

const reservedFrom = new Map(viewers.map((viewer) => [viewer, findReservedFrom(viewer)]));

function findReservedFrom(viewer: Viewer): ReadonlySet<string> {
  const found = definitions.filter(([, { visibleTo = {} }]) =>
    Object.values(visibleTo).some((needed) => !isSeenBy(viewer, needed)),
  );
  return new Set(found.map(([action]) => action));
}

/** The actions of which a viewer may not see every field. */
export function actionsReservedFrom(viewer: Viewer): ReadonlySet<string> {
  return reservedFrom.get(viewer) ?? new Set();
}

/** Whether a viewer sees what is reserved for another. */
export function isSeenBy(viewer: Viewer, needed: Viewer): boolean {
  return viewers.indexOf(viewer) >= viewers.indexOf(needed);
}
