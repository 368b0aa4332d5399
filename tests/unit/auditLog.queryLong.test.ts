import { describe, expect, it } from "vitest";
import { withoutTerm, withTerm, withWindow } from "@/modules/auditLog/search/query/edit";
import { formFromQuery } from "@/modules/auditLog/search/query/form";
import { queryFromForm } from "@/modules/auditLog/search/query/fromForm";
import { parseQuery } from "@/modules/auditLog/search/query/parse";

const parse = (line: string) => parseQuery(line, { timeZone: "UTC", now: new Date("2026-08-04T10:37:12Z") });

describe.each(
  Object.entries({
    letters: "x",
    quotes: '"',
    backslashes: "\\",
    minuses: "-",
    spaces: " ",
    commas: "actor:,",
    terms: "actor:a ",
    invisible: "\u200E",
    marks: "\uFEFF",
    surrogates: "\uD800",
    controls: "\0",
  }),
)("100 kB of %s", (_name, unit) => {
  const long = `"${unit.repeat(100_000 / unit.length)}`;

  it.each([long, long.slice(1), `x${long}`])("is at most one error, and can be changed", (typed) => {
    const { line: read, errors } = parse(typed);
    const isTooLong = read.length > 1_000;
    expect(errors.length).toBeLessThanOrEqual(1);
    expect(isTooLong && errors[0]?.start !== 1_000).toBe(false);
    expect(withWindow(typed, "7d").includes("created:7d")).toBe(true);
    expect(withTerm(typed, { field: "actor", value: "ana" }).includes("actor:ana")).toBe(true);
    expect(withoutTerm(typed, { field: "actor", value: "a" }).length).toBeLessThanOrEqual(typed.length);
    expect(isTooLong && formFromQuery(typed).rest !== read).toBe(false);
    expect(queryFromForm({ actor: typed, words: typed, was: typed }).length).toBeGreaterThanOrEqual(0);
  });
});
