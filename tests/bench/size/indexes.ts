/**
 * The query for which each index of the log is there: every one costs every write and its bytes, so one that is not
 * named here has no place in the schema.
 */
export const queries: Record<string, string> = {
  audit_logs_pkey: "getEntry, search of all tenants, replays",
  audit_logs_organization_idx: "search of a tenant",
  audit_logs_action_idx: "search of a tenant by action",
  audit_logs_actor_idx: "getForActor, search by actor",
  audit_logs_resource_idx: "getForResource, search by resource",
  audit_logs_impersonator_idx: "search by impersonator",
  // Of the default partition alone, which is empty as a rule.
  audit_logs_default_txid_idx: "maintain, when it moves entries home",
  audit_log_related_pkey: "replays",
  audit_log_related_resource_idx: "getForResource, by what else an entry concerns",
};

/** @throws Error for an index without a query, and for a query whose index is gone */
export function requireReasons(indexes: readonly string[]): void {
  const unexplained = indexes.filter((name) => !(name in queries));
  const gone = Object.keys(queries).filter((name) => !indexes.includes(name));
  if (unexplained.length + gone.length === 0) return;
  throw new Error(
    `tests/bench/size/indexes.ts names no query for ${unexplained.join(", ") || "none"}, ` +
      `and a query for indexes that are not there: ${gone.join(", ") || "none"}`,
  );
}
