import { adviceOn } from "@/modules/auditLog/errorCodes.types";

/** What an error code of the log's maintenance means and what to do, in a few sentences. `months`: whose entries are left. */
export function adviceOnTask(code: string, months: readonly string[] = []): string {
  const own = advice[code];
  if (own !== undefined) return own(months.join(", "));
  const { meaning, remedy } = adviceOn(code);
  return `${meaning} ${remedy}`;
}

const advice: Record<string, (months: string) => string> = {
  ELSEWHERE: () => "Another maintenance is moving entries just now. Run this again when it is done.",
  STILL_DUE: (months) =>
    `Entries of ${months} lie in the default partition. Run this again; if they stay, a table that is no ` +
    "partition of the log has their month's name, such as audit_logs_2026_03: attach it, or rename it.",
  "42501": () =>
    "The role may not do this. Run select audit_log_grant('the_role') as the tables' owner, which adds what a new release needs.",
  "55P03": () =>
    "The log was in use all the while: by an export, a long transaction or somebody's lock. Run this again; pg_stat_activity tells by whom.",
};
