import {
  emptyFilter,
  type AuditLogFilter,
  type TermField,
  type Terms,
} from "@/modules/auditLog/search/search.types";
import { actions, scopes, things } from "./planShapes";
import { tenantKeys, type Cost } from "./planSupport";

type Scope = (typeof scopes)[keyof typeof scopes];

export const is = (...values: string[]): Terms => ({ is: values, not: [] });
const not = (...values: string[]): Terms => ({ is: [], not: values });

type Form = { name: string; terms: Terms };
const formsOf = (forms: Record<string, Terms>): Form[] =>
  Object.entries({ nothing: is(), ...forms }).map(([name, terms]) => ({ name, terms }));

/** Every way in which a field can be asked for. What matches no index can only be among the oldest entries. */
export const forms: Record<TermField, Form[]> = {
  actor: formsOf({
    id: is(things.hot),
    name: is("Ana dormant"),
    several: is(things.hot, things.cold),
    not: not(things.hot),
  }),
  action: formsOf({
    one: is(actions.busy),
    several: is(actions.rare, actions.busy),
    prefix: is("plan.*"),
    "too many": is(`${actions.kinds}*`),
    not: not(actions.busy),
  }),
  resource: formsOf({
    id: is(`post/${things.hot}`),
    type: is("page"),
    several: is(`post/${things.hot}`, "page"),
    not: not("post"),
  }),
  outcome: formsOf({ is: is("failure"), not: not("success") }),
  address: formsOf({ is: is("203.0.113.0/24"), not: not("192.0.2.7") }),
  request: formsOf({ is: is("request-1"), not: not("request-2") }),
  words: formsOf({ is: is("harbor"), not: not("Post") }),
};

const day = 86_400_000;
const before = (days: number) => new Date(Date.now() - days * day);

export const windows = {
  "at any time": { from: null, to: null },
  "since a day": { from: before(400), to: null },
  "between days": { from: before(600), to: before(200) },
};

export function filterOf(terms: Partial<AuditLogFilter>): AuditLogFilter {
  return { ...emptyFilter, ...terms };
}

type Bounded = {
  name: string;
  isIn: (filter: AuditLogFilter, scope: Scope) => boolean;
  /** One that asks for nothing else, and finds too little for a page. */
  example: { filter: Partial<AuditLogFilter>; scope: Scope };
  /** What it may take, if that isn't a piece. */
  most?: Cost;
};

const { main, all } = scopes;
const neverDone = Array.from({ length: 25 }, (_, at) => `never.done${at}`);

/**
 * What no index gives in order. Such a search looks through a piece of its tenant's entries at a time, or of those that
 * an index gives of it, 2,000 at first and 50,000 at most, for a second; its page says how far it came.
 */
export const boundedSearches: Bounded[] = [
  {
    name: "a part of an actor's name",
    isIn: ({ actor }) => actor.is.some((value) => value.length !== things.hot.length),
    example: { filter: { actor: is("Nobody") }, scope: main },
  },
  {
    name: "one of several actors",
    isIn: ({ actor }) => actor.is.length > 1,
    example: { filter: { actor: is(things.none, things.tooMany) }, scope: main },
  },
  {
    name: "an actor that more than 500 organizations have",
    isIn: ({ actor }, scope) => scope === all && actor.is.includes(things.tooMany),
    example: { filter: { actor: is(things.tooMany) }, scope: all },
    most: tenantKeys,
  },
  {
    name: "a resource that more than 500 organizations have",
    isIn: ({ resource }, scope) => scope === all && resource.is.includes(`post/${things.tooMany}`),
    example: { filter: { resource: is(`post/${things.tooMany}`) }, scope: all },
    most: tenantKeys,
  },
  {
    name: "an action in all organizations",
    isIn: ({ action }, scope) => scope === all && action.is.length > 0,
    example: { filter: { action: is("plan.never") }, scope: all },
  },
  {
    name: "more than 24 actions",
    isIn: ({ action }) => action.is.length > 24 || action.is.includes(`${actions.kinds}*`),
    example: { filter: { action: is(...neverDone) }, scope: main },
  },
  {
    name: "a resource's type",
    isIn: ({ resource }) => resource.is.some((value) => !value.includes("/")),
    example: { filter: { resource: is("invoice") }, scope: main },
  },
  {
    name: "one of several resources",
    isIn: ({ resource }) => resource.is.length > 1,
    example: { filter: { resource: is(`post/${things.none}`, `post/${things.tooMany}`) }, scope: main },
  },
  ...(["outcome", "address", "request", "words"] as const).map((field) => ({
    name: field,
    isIn: (filter: AuditLogFilter) => filter[field].is.length > 0,
    example: { filter: { [field]: forms[field].find(({ name }) => name === "is")?.terms }, scope: main },
  })),
  {
    name: "what is not so",
    isIn: (filter) => fieldsOf(filter).some(({ not: isNo }) => isNo.length > 0),
    example: { filter: { outcome: not("success") }, scope: main },
  },
  {
    name: "several fields",
    isIn: (filter) => fieldsOf(filter).filter(({ is: some }) => some.length > 0).length > 1,
    example: { filter: { actor: is(things.hot), action: is("plan.never") }, scope: main },
  },
];

function fieldsOf({ from: _from, to: _to, ...fields }: AuditLogFilter): Terms[] {
  return Object.values(fields);
}

/** Which of them a search is. */
export function boundsOf(filter: AuditLogFilter, scope: Scope): string[] {
  return boundedSearches.filter(({ isIn }) => isIn(filter, scope)).map(({ name }) => name);
}
