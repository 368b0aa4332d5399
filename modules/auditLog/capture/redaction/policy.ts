import type { RedactionRule } from "@/modules/auditLog/auditLog.types";
import { textOf } from "@/modules/auditLog/capture/text";
import { hashForSearch } from "./hash";
import { mark } from "./mark";

/** What an action says of its fields, as a tree of their paths. A list is passed through to its items. */
export type Policy<Rule extends string = RedactionRule> = ReadonlyMap<string, Policy<Rule> | Rule>;

type Tree<Rule extends string> = Map<string, Tree<Rule> | Rule>;

/** What holds for metadata, and for changed fields: there `changes.<field>` goes before `<field>`. */
export type Policies<Rule extends string = RedactionRule> = { metadata: Policy<Rule>; changes: Policy<Rule> };

const changesPrefix = "changes.";

export function toPolicies<Rule extends string>(rules: Readonly<Record<string, Rule>>): Policies<Rule> {
  const ofChanges = Object.entries(rules)
    .filter(([path]) => path.startsWith(changesPrefix))
    .map(([path, rule]) => [path.slice(changesPrefix.length), rule] as const);
  return { metadata: toPolicy(rules), changes: toPolicy({ ...rules, ...Object.fromEntries(ofChanges) }) };
}

/** Of two rules for one field the one for the whole counts: `card` before `card.number`. */
function toPolicy<Rule extends string>(rules: Readonly<Record<string, Rule>>): Policy<Rule> {
  const root: Tree<Rule> = new Map();
  const shortFirst = Object.entries(rules).toSorted(([a], [b]) => a.length - b.length);
  for (const [path, rule] of shortFirst) add(root, { segments: path.split("."), rule });
  return root;
}

type Addition<Rule> = { segments: string[]; rule: Rule };

function add<Rule extends string>(tree: Tree<Rule>, { segments, rule }: Addition<Rule>): void {
  const [segment = "", ...rest] = segments;
  const found = tree.get(segment);
  if (typeof found === "string") return;
  if (rest.length === 0) {
    tree.set(segment, rule);
    return;
  }
  const branch: Tree<Rule> = found ?? new Map();
  tree.set(segment, branch);
  add(branch, { segments: rest, rule });
}

/** What holds for a key, which may be a dotted path itself: that of a changed field, `card.number`. */
export function ruleFor<Rule extends string = RedactionRule>(
  policy: Policy<Rule> | undefined,
  key: string,
): Policy<Rule> | Rule | undefined {
  const direct = policy?.get(key);
  if (direct !== undefined || policy === undefined || !key.includes(".")) return direct;
  let found: Policy<Rule> | Rule | undefined = policy;
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
