import { adviceOn } from "@/modules/auditLog/errorCodes.types";

/**
 * What an error code of the log's maintenance means and what to do, in a few sentences. `objects`: the months or the
 * things of the database that it is about.
 */
export function adviceOnTask(code: string, objects: readonly string[] = []): string {
  const own = advice[code];
  if (own !== undefined) return own(objects.join(", "));
  const { meaning, remedy } = adviceOn(code);
  return `${meaning} ${remedy}`;
}

const advice: Record<string, (objects: string) => string> = {
  ELSEWHERE: () => "Another maintenance is moving entries just now. Run this again when it is done.",
  STILL_DUE: (months) =>
    `Entries of ${months} lie in the default partition. Run this again; if they stay, something that is no ` +
    "partition of the log has their month's name, such as audit_logs_2026_03: attach it, or rename it.",
  NAME_TAKEN: (names) =>
    `The partition can't be made, for something that is none has its name: ${names}. Attach it, or rename it; ` +
    "entries of that month go to the default partition until then.",
  NO_DEFAULT: (parents) =>
    `There is no default partition of ${parents}: an entry whose month has no partition can't be stored. Attach the ` +
    "table whose name ends in _default again, or make one: create table audit_logs_default partition of audit_logs default.",
  "23503": (table) =>
    `A foreign key of table ${table} refers to entries in the default partition, which can't be moved as long as it ` +
    "does. Drop the key, and make it again afterwards if need be.",
  "2BP01": (dependents) =>
    `Something was made on the default partition itself, which maintenance replaces: ${dependents}. Drop it, or make ` +
    "it on audit_logs or audit_log_related, and run this again.",
  "42501": () =>
    "The role may not do this. Run select audit_log_grant('the_role') as the tables' owner, which adds what a new release needs.",
  "42809": (names) =>
    `Another thing has a name that maintenance needs: ${names}. See who made it, then rename or drop it.`,
  "42P07": (names) =>
    `Another thing has a name that maintenance needs: ${names}. See who made it, then rename or drop it.`,
  "55P03": () =>
    "The log was in use all the while: by an export, a long transaction or somebody's lock. Run this again; pg_stat_activity tells by whom.",
};
