import { and, eq, inArray, isNotNull, isNull, like, not, or, sql, type SQL } from "drizzle-orm";
import { auditLogTable } from "@/modules/auditLog/auditLog.schema";
import { built, type Group } from "@/modules/auditLog/reading/branch.repo";
import type { AuditLogFilter, Terms } from "./search.types";

const { action, actorId, actorName, impersonatorId, impersonatorName } = auditLogTable;
const { changes, ip, metadata, outcome, requestId, resourceId, resourceName, resourceType } = auditLogTable;

export type Conditions = {
  filter: AuditLogFilter;
  /** Actions whose metadata and changes no word is looked for in. */
  namesOnly: readonly string[];
  /** Whether somebody else acted in the actor's name; left out or null: either. */
  isImpersonated?: boolean | null;
};

type Condition = (value: string) => SQL | undefined;

/** Everything a filter's terms ask for, but for the window, which is in the ids. */
export function conditionsOf(conditions: Conditions): SQL | undefined {
  const { filter, namesOnly, isImpersonated = null } = conditions;
  return and(
    isImpersonated === null ? undefined : (isImpersonated ? isNotNull : isNull)(impersonatorId),
    toCondition(filter.actor, isActor),
    toCondition(filter.action, isAction),
    toCondition(filter.resource, isResource),
    toCondition(filter.outcome, (value) => eq(outcome, value)),
    toCondition(filter.address, (value) => sql`${ip} <<= ${value}::inet`),
    toCondition(filter.request, (value) => eq(requestId, value)),
    ...filter.words.is.map((word) => holds(word, namesOnly)),
    ...filter.words.not.map((word) => isNot(holds(word, namesOnly))),
  );
}

/** What is of one of these groups, and meets a condition. */
export function anyOf(groups: readonly Group[], condition: SQL | undefined): SQL | undefined {
  return and(or(...groups.map((group) => built(group).of)), condition);
}

function toCondition({ is, not: isNo }: Terms, condition: Condition): SQL | undefined {
  const isOne = is.length > 0 ? or(...is.map(condition)) : undefined;
  return and(isOne, ...isNo.map((value) => isNot(condition(value))));
}

/** Columns may be null, and `not null` is no match. */
function isNot(condition: SQL | undefined): SQL | undefined {
  return condition && not(sql`coalesce(${condition}, false)`);
}

function isActor(value: string): SQL | undefined {
  const byId = or(eq(actorId, value), eq(impersonatorId, value));
  return isId(value)
    ? byId
    : or(byId, contains(sql`${actorName}`, value), contains(sql`${impersonatorName}`, value));
}

function isAction(value: string): SQL {
  return value.endsWith("*") ? like(action, `${escapeLike(value.slice(0, -1))}%`) : eq(action, value);
}

function isResource(value: string): SQL | undefined {
  const { type, id } = splitResource(value);
  return and(eq(resourceType, type), id === null ? undefined : eq(resourceId, id));
}

function holds(word: string, namesOnly: readonly string[]): SQL | undefined {
  const inJson = or(
    contains(sql`${metadata}::text`, asJson(word)),
    contains(sql`${changes}::text`, asJson(word)),
  );
  return or(
    contains(sql`${resourceName}`, word),
    contains(sql`${actorName}`, word),
    contains(sql`${impersonatorName}`, word),
    eq(resourceId, word),
    namesOnly.length === 0 ? inJson : and(not(inArray(action, [...namesOnly])), inJson),
  );
}

function contains(text: SQL, part: string): SQL {
  return sql`${text} ilike ${`%${escapeLike(part)}%`}`;
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

/** As it stands in JSON: with its quotes escaped. */
function asJson(word: string): string {
  return JSON.stringify(word).slice(1, -1);
}

/** `post/0191…`, or a type alone. Ids may hold slashes. */
export function splitResource(value: string): { type: string; id: string | null } {
  const slash = value.indexOf("/");
  return slash < 0
    ? { type: value, id: null }
    : { type: value.slice(0, slash), id: value.slice(slash + 1) || null };
}

/** A UUID is an id and no part of a name. */
export function isId(value: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}
