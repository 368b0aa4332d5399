import type { AuditLogEntry, Changes, Viewer } from "@/modules/auditLog/auditLog.types";
import { actionsReservedFrom, isSeenBy, visibilityOf } from "@/modules/auditLog/capture/policies";
import { ruleFor, type Policies, type Policy } from "@/modules/auditLog/capture/redaction/policy";

type Visibility = Policy<Viewer>;

/** What an action reserves from a viewer. */
type ReservedFields = Policies<Viewer> & { viewer: Viewer };

/** Undefined where there are no fields of an action that a viewer may not see. */
export function reservedFrom(viewer: Viewer, action: string): ReservedFields | undefined {
  const policies = actionsReservedFrom(viewer).has(action) ? visibilityOf(action) : undefined;
  return policies && { ...policies, viewer };
}

/** An entry without what its action reserves for others. */
export function withoutReserved(entry: AuditLogEntry, reserved: ReservedFields): AuditLogEntry {
  const { viewer } = reserved;
  return {
    ...entry,
    metadata: fieldsFor(entry.metadata, { policy: reserved.metadata, viewer }),
    changes: entry.changes && changesFor(entry.changes, { policy: reserved.changes, viewer }),
  };
}

type Reserved = { policy: Visibility; viewer: Viewer };

function changesFor(changes: Changes, reserved: Reserved): Changes | null {
  const kept = Object.entries(changes).flatMap(([field, { from, to }]) => {
    const rule = ruleFor(reserved.policy, field);
    if (rule === undefined) return [[field, { from, to }] as const];
    if (isHidden(rule, { value: [from, to], viewer: reserved.viewer })) return [];
    return [[field, { from: prune(from, rule, reserved), to: prune(to, rule, reserved) }] as const];
  });
  return kept.length > 0 ? Object.fromEntries(kept) : null;
}

function fieldsFor(object: Record<string, unknown>, { policy, viewer }: Reserved) {
  const kept = Object.entries(object).flatMap(([key, value]) => {
    const rule = ruleFor(policy, key);
    if (rule === undefined) return [[key, value] as const];
    return isHidden(rule, { value: [value], viewer })
      ? []
      : [[key, prune(value, rule, { policy, viewer })] as const];
  });
  return Object.fromEntries(kept);
}

// Of a field that reserves something inside it, text of another release may be the very thing: it is hidden.
function isHidden(
  rule: Visibility | Viewer,
  { value, viewer }: { value: unknown[]; viewer: Viewer },
): boolean {
  if (typeof rule === "string") return !isSeenBy(viewer, rule);
  return value.some((each) => each !== null && each !== undefined && typeof each !== "object");
}

function prune(value: unknown, rule: Visibility | Viewer, { viewer }: Reserved): unknown {
  if (typeof rule === "string" || typeof value !== "object" || value === null) return value;
  if (!Array.isArray(value)) return fieldsFor({ ...value }, { policy: rule, viewer });
  return value
    .filter((item) => !isHidden(rule, { value: [item], viewer }))
    .map((item) => prune(item, rule, { policy: rule, viewer }));
}
