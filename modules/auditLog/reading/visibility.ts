import type { AuditLogEntry, Changes, Viewer } from "@/modules/auditLog/auditLog.types";
import { actionsReservedFrom, isSeenBy, visibilityOf } from "@/modules/auditLog/capture/policies";
import { ruleFor, type Policy } from "@/modules/auditLog/capture/redaction/policy";

type Visibility = Policy<Viewer>;

/** What a viewer may see of an entry: members no address and agent, nobody what its action reserves for others. */
export function project(entry: AuditLogEntry, viewer: Viewer): AuditLogEntry {
  const seen = viewer === "member" ? { ...entry, ip: null, userAgent: null } : entry;
  const reserved = reservedFrom(viewer, entry.action);
  if (!reserved) return seen;
  return {
    ...seen,
    metadata: withoutReserved(seen.metadata, { policy: reserved.metadata, viewer }),
    changes: seen.changes && changesFor(seen.changes, { policy: reserved.changes, viewer }),
  };
}

/** Whether there are fields of an action that a viewer may not see. */
export function reservesFields(action: string, viewer: Viewer): boolean {
  return reservedFrom(viewer, action) !== undefined;
}

function reservedFrom(viewer: Viewer, action: string) {
  return actionsReservedFrom(viewer).has(action) ? visibilityOf(action) : undefined;
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

function withoutReserved(object: Record<string, unknown>, { policy, viewer }: Reserved) {
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
  if (!Array.isArray(value)) return withoutReserved({ ...value }, { policy: rule, viewer });
  return value
    .filter((item) => !isHidden(rule, { value: [item], viewer }))
    .map((item) => prune(item, rule, { policy: rule, viewer }));
}
