import { types } from "node:util";
import type { RedactionRule } from "@/modules/auditLog/auditLog.types";
import { isArray, read } from "./objects";
import { ruleFor, type Policy } from "./redaction/policy";

/** Whether pairs in it are keys with their values: a Map's entries, or those of `Object.entries`. */
export function isList(value: unknown): boolean {
  return isArray(value) || types.isMap(value) || types.isSet(value);
}

/** The key of what is a pair; null for what is none. */
export function keyOfPair(item: unknown): string | null {
  if (!isArray(item) || read(item, "length") !== 2) return null;
  const key = read(item, "0");
  return typeof key === "string" ? key : null;
}

/**
 * What holds for a pair's value: the rule for its key. Where there is none, the pair may as well be a list
 * of two, which a rule is passed through.
 */
export function ruleOfPair(rule: Policy | RedactionRule | undefined, key: string) {
  return typeof rule === "object" ? (ruleFor(rule, key) ?? rule) : rule;
}
