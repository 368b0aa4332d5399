import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutTerm, withTerm, withWindow } from "@/modules/auditLog/search/query/edit";
import { formFromQuery } from "@/modules/auditLog/search/query/form";
import { queryFromForm } from "@/modules/auditLog/search/query/fromForm";
import { parseQuery } from "@/modules/auditLog/search/query/parse";
import { formatQuery } from "@/modules/auditLog/search/query/write";
import type { ParsedQuery, QueryTerm } from "@/modules/auditLog/search/query.types";

const zones = ["UTC", "Asia/Kathmandu", "America/Sao_Paulo", "Pacific/Apia", "no/where"];
const clock = fc.record({
  timeZone: fc.constantFrom(...zones),
  now: fc.date({ min: new Date("1970-01-02"), max: new Date("2900-01-01"), noInvalidDate: true }),
});
const parse = (line: string) => parseQuery(line, { timeZone: "UTC", now: new Date("2026-08-04T10:37:12Z") });

const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.array(fc.nat(0xffff)).map((codes) => String.fromCharCode(...codes)),
  fc.constantFrom(
    "\0",
    "\u202E",
    "\u200B",
    "\uFEFF",
    "\uD800",
    "\uDC00x",
    "\r\n",
    "\\",
    '"',
    "\\\\",
    "مشروع",
  ),
);
const value = fc.oneof(
  fc.constantFrom(
    "ana",
    "post.*",
    "post.deleted",
    "denied",
    "unknown",
    "a b",
    "x,y",
    "AND",
    "NOT",
    "a:b",
    "x\u200B",
    "\uFEFFx",
  ),
  hostile,
);
const quoted = value.map((text) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`);
const dates = fc.oneof(
  fc.constantFrom("7d", "ALL", "24h", "2026", "2026-08", "2026-02-30", "2026-03-29T02:30", "2011-12-30"),
  fc
    .tuple(fc.constantFrom("", ">", "<", ">=", "<="), fc.nat(3000), fc.nat(13), fc.nat(32))
    .map(([sign, year, ...rest]) =>
      [`${sign}${year}`, ...rest.map((part) => `${part}`.padStart(2, "0"))].join("-"),
    ),
);
const field = fc.constantFrom(
  "actor",
  "action",
  "resource",
  "outcome",
  "organization",
  "ORG",
  "request",
  "actr",
  "x",
);
const term = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(field, fc.array(fc.oneof(value, quoted), { maxLength: 3 }))
      .map(([name, values]) => `${name}:${values.join(",")}`),
  },
  { weight: 2, arbitrary: fc.oneof(value, quoted) },
  { weight: 1, arbitrary: dates.map((text) => `created:${text}`) },
);
/** What people type, and what they don't. */
const line = fc.oneof(
  { weight: 1, arbitrary: hostile },
  {
    weight: 4,
    arbitrary: fc
      .array(fc.tuple(fc.constantFrom("", "", "-"), term), { maxLength: 8 })
      .map((terms) => terms.map((parts) => parts.join("")).join(" ")),
  },
);

/** What a query asks for, whatever the order of its terms. */
function meaningOf({ filter, organization, window, errors }: ParsedQuery) {
  return { filter, organization, window: { ...window, text: undefined }, errors };
}

const termsOf = (text: string) =>
  parse(text).terms.map(({ field: name, value: wanted, isNot }) => ({ field: name, value: wanted, isNot }));

/** Of more than it may have, a line's last terms are not read. */
function isFull(text: string): boolean {
  return parse(text).errors.some(({ message }) => message.startsWith("A line may"));
}

describe("any line", () => {
  it("is parsed without throwing, and its errors lie in it", () => {
    fc.assert(
      fc.property(line, clock, (typed, when) => {
        const query = parseQuery(typed, when);
        let last = 0;
        for (const { start, end, message } of query.errors) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(query.line.length);
          expect(message).toMatch(/^[^\p{Cc}\p{Cs}\u2028-\u202E\u2066-\u2069\u200B\uFEFF]{20,250}$/u);
          last = start;
        }
        const { from, to } = query.filter;
        expect(from === null || to === null || from < to).toBe(true);
      }),
      { numRuns: 700 },
    );
  });

  it("means the same when it is written anew, and is then written the same", () => {
    let sound = 0;
    fc.assert(
      fc.property(line, (typed) => {
        const query = parse(typed);
        if (query.errors.length > 0) return;
        sound++;
        const written = formatQuery(query);
        expect(meaningOf(parse(written))).toEqual(meaningOf(query));
        expect(formatQuery(parse(written))).toBe(written);
      }),
      { numRuns: 700 },
    );
    expect(sound).toBeGreaterThan(100);
  });

  it("gets the window that a link gives it, and keeps its terms", () => {
    fc.assert(
      fc.property(line, dates, (typed, text) => {
        const changed = withWindow(typed, text);
        fc.pre(!isFull(typed) && !isFull(changed));
        expect(termsOf(changed)).toEqual(termsOf(typed));
        expect(withWindow(changed, text)).toBe(changed);
        const isWindow = ({ window }: ParsedQuery) => window.kind !== "default";
        expect(isWindow(parse(changed))).toBe(isWindow(parse(`created:${text}`)));
        expect(isWindow(parse(withWindow(typed, null)))).toBe(false);
      }),
      { numRuns: 700 },
    );
  });

  it("is shown by the panel, which loses nothing of it", () => {
    fc.assert(
      fc.property(line, (typed) => {
        const query = parse(typed);
        const sent = queryFromForm({ ...formFromQuery(typed), was: typed });
        const isSound = query.errors.length === 0;
        expect(parse(sent).errors.length === 0).toBe(isSound);
        expect(isSound && sent !== formatQuery(query)).toBe(false);
      }),
      { numRuns: 700 },
    );
  });
});

const anyTerm: fc.Arbitrary<QueryTerm> = fc.record({
  field: fc.constantFrom("actor", "action", "resource", "outcome", "organization", "request", "words"),
  value: fc.oneof(value, fc.constant("success")),
  isNot: fc.boolean(),
});

describe("any term", () => {
  it("is added to a line and taken out again, unless it can't be looked for", () => {
    let sound = 0;
    fc.assert(
      fc.property(line, anyTerm, (typed, added) => {
        const alone = withTerm("", added);
        const changed = withTerm(typed, added);
        fc.pre(!isFull(changed));
        if (parse(alone).errors.length > 0) return;
        sound++;
        expect(withTerm(changed, added)).toBe(changed);
        const meant = added.field === "outcome" ? added.value.toLowerCase() : added.value;
        const wanted = { ...added, value: meant };
        expect(termsOf(alone)).toEqual([wanted]);
        expect(termsOf(changed)).toContainEqual(wanted);
        expect(termsOf(withoutTerm(changed, added))).not.toContainEqual(wanted);
      }),
      { numRuns: 700 },
    );
    expect(sound).toBeGreaterThan(100);
  });

  it("is read as it was meant from the panel's fields", () => {
    const plain = fc
      .string({ unit: "grapheme-ascii" })
      .filter((text) => text.trim() !== "" && !/^".*"$/.test(text.trim()));
    fc.assert(
      fc.property(plain, (actor) => {
        expect(parse(queryFromForm({ actor })).filter.actor.is).toEqual([actor.trim()]);
      }),
      { numRuns: 700 },
    );
  });
});

it("any parameters of a page are a line", () => {
  const names = [
    "actor",
    "action",
    "resource",
    "outcome",
    "organization",
    "request",
    "words",
    "window",
    "from",
    "to",
    "was",
  ];
  const params = fc.record(
    Object.fromEntries(names.map((name) => [name, fc.oneof(line, fc.array(line, { maxLength: 3 }))])),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(params, (given) => {
      expect(typeof queryFromForm(given)).toBe("string");
    }),
    { numRuns: 700 },
  );
});
