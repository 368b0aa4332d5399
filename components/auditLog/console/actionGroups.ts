import { auditActions } from "@/auditActions";

export type ActionGroup = { prefix: string; actions: string[] };

/** The registered actions by what they are about; `chosen` ones that are no longer registered come last. */
export function actionGroups(chosen: readonly string[]): ActionGroup[] {
  const names = Object.keys(auditActions).toSorted();
  const known = [...new Set(names.map(prefixOf))].map((prefix) => ({
    prefix,
    actions: names.filter((name) => prefixOf(name) === prefix),
  }));
  const offered = new Set(known.flatMap(({ prefix, actions }) => [`${prefix}.*`, ...actions]));
  const others = chosen.filter((action) => !offered.has(action));
  return others.length === 0 ? known : [...known, { prefix: "", actions: others }];
}

/** "login failed" for `auth.login.failed`. */
export function actionLabel(action: string): string {
  const [, ...rest] = action.split(".");
  return (rest.join(" ") || action).replaceAll("_", " ");
}

export function prefixLabel(prefix: string): string {
  const words = prefix.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function prefixOf(action: string): string {
  return action.split(".", 1)[0] ?? action;
}
