import type { RedactionRule } from "@/modules/auditLog/auditLog.types";
import { textOf } from "@/modules/auditLog/capture/text";
import { hashForSearch } from "./hash";
import { mark } from "./mark";

/** What an action says of its fields, as a tree of their paths. A list is passed through to its items. */
export type Policy = ReadonlyMap<string, Policy | RedactionRule>;

type Tree = Map<string, Tree | RedactionRule>;

/** What holds for metadata, and for changed fields: there `changes.<field>` goes before `<field>`. */
export type Policies = { metadata: Policy; changes: Policy };

const changesPrefix = "changes.";

export function toPolicies(rules: Readonly<Record<string, RedactionRule>>): Policies {
  const ofChanges = Object.entries(rules)
    .filter(([path]) => path.startsWith(changesPrefix))
    .map(([path, rule]) => [path.slice(changesPrefix.length), rule] as const);
  return { metadata: toPolicy(rules), changes: toPolicy({ ...rules, ...Object.fromEntries(ofChanges) }) };
}

/** Of two rules for one field the one for the whole counts: `card` before `card.number`. */
function toPolicy(rules: Readonly<Record<string, RedactionRule>>): Policy {
  const root: Tree = new Map();
  const shortFirst = Object.entries(rules).toSorted(([a], [b]) => a.length - b.length);
  for (const [path, rule] of shortFirst) add(root, path.split("."), rule);
  return root;
}

function add(tree: Tree, [segment = "", ...rest]: string[], rule: RedactionRule): void {
  const found = tree.get(segment);
  if (typeof found === "string") return;
  if (rest.length === 0) {
    tree.set(segment, rule);
    return;
  }
  const branch: Tree = found ?? new Map();
  tree.set(segment, branch);
  add(branch, rest, rule);
}

/** What holds for a key, which may be a dotted path itself: that of a changed field, `card.number`. */
export function ruleFor(policy: Policy | undefined, key: string): Policy | RedactionRule | undefined {
  const direct = policy?.get(key);
  if (direct !== undefined || policy === undefined || !key.includes(".")) return direct;
  let found: Policy | RedactionRule | undefined = policy;
  for (const segment of key.split(".")) {
    if (found === undefined || typeof found === "string") break;
    found = found.get(segment);
  }
  return found;
}

/** The last four characters remain, unless they were a good part of it. Nothing is left of what is no text. */
function maskText(text: string): string {
  const characters = Array.from(text.slice(-8));
  return characters.length < 8 ? "••••" : `••••${characters.slice(-4).join("")}`;
}

/** A value as its rule lets it be stored: text, or null where there is none. */
export function applyRule(rule: "mask" | "hash", value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = textOf(value);
  if (text === null || text === mark) return mark;
  // What looks like a hash is hashed too: taken as it is, it could be made up to be found as another value.
  return rule === "mask" ? maskText(text) : hashForSearch(text);
}
