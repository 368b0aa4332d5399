import { describe, expect, it } from "vitest";
import { parseQuery } from "@/modules/auditLog/search/query/parse";
import { emptyFilter } from "@/modules/auditLog/search/search.types";

const clock = { timeZone: "UTC", now: new Date("2026-08-04T10:37:12.345Z") };
const parse = (line: string) => parseQuery(line, clock);

/** The errors of a line, each with what it marks. */
function errorsOf(line: string) {
  const query = parse(line);
  return query.errors.map(({ start, end, message }) => [query.line.slice(start, end), message]);
}

describe("what a line says", () => {
  it("is all that the example in the issue asks for", () => {
    const query = parse("actor:ana action:post.* -outcome:denied created:>2026-08-01");
    expect(query).toMatchObject({
      errors: [],
      organization: null,
      window: { kind: "dates", text: ">2026-08-01" },
      filter: {
        ...emptyFilter,
        actor: { is: ["ana"], not: [] },
        action: { is: ["post.*"], not: [] },
        outcome: { is: [], not: ["denied"] },
        from: new Date("2026-08-02T00:00:00Z"),
        to: null,
      },
    });
  });

  it("is everything of the last 30 days where it is empty", () => {
    const from = new Date("2026-07-05T00:00:00Z");
    expect(parse("  ")).toEqual({
      line: "",
      terms: [],
      filter: { ...emptyFilter, from },
      window: { kind: "default", preset: "30d" },
      organization: null,
      errors: [],
    });
  });

  it.each([
    ["outcome:denied,failure", "outcome", ["denied", "failure"], []],
    ["outcome:denied outcome:failure outcome:denied", "outcome", ["denied", "failure"], []],
    ["OUTCOME:Denied", "outcome", ["denied"], []],
    ["-actor:ana,bo", "actor", [], ["ana", "bo"]],
    ['actor:"Ana Diaz","Bo, Jr.",erik', "actor", ["Ana Diaz", "Bo, Jr.", "erik"], []],
    [String.raw`actor:"the \"boss\" \\ C:\dir"`, "actor", [String.raw`the "boss" \ C:\dir`], []],
    ["actor:-ana", "actor", ["-ana"], []],
    ["action:gone.and_forgotten", "action", ["gone.and_forgotten"], []],
    ["action:auth.login.*", "action", ["auth.login.*"], []],
    ['action:"unknown"', "action", ["unknown"], []],
    ["resource:project/0191/2 resource:post", "resource", ["project/0191/2", "post"], []],
    ["request:7f9c", "request", ["7f9c"], []],
    ["address:203.0.113.7", "address", ["203.0.113.7"], []],
    ["-ip:2001:db8::/32", "address", [], ["2001:db8::/32"]],
    ['"two words" word -"not these" -this', "words", ["two words", "word"], ["not these", "this"]],
    ['one,two "actor:ana" 10:30 --flag', "words", ["one,two", "actor:ana", "10:30"], ["-flag"]],
    ["علي مشروع", "words", ["علي", "مشروع"], []],
    ["می\u200Cخواهم 👩‍👩‍👧 ❤️", "words", ["می\u200Cخواهم", "👩‍👩‍👧", "❤️"], []],
    ['"AND" and -"NOT" ORDER', "words", ["AND", "and", "ORDER"], ["NOT"]],
    ['resource:"urn:x"', "resource", ["urn:x"], []],
  ] as const)("%s", (line, field, ...[is, not]) => {
    const { filter, errors } = parse(line);
    expect(errors).toEqual([]);
    expect(filter[field]).toEqual({ is, not });
  });

  it("names one organization, by either name of the field", () => {
    expect(parse("organization:fjord").organization).toBe("fjord");
    expect(parse('org:"Fjord Labs"')).toMatchObject({ organization: "Fjord Labs", errors: [] });
    expect(parse("org:*").organization).toBe("*");
  });

  it("is kept as it was typed, and in order", () => {
    const query = parse("  word   -action:a.b,c.d  ");
    expect(query.line).toBe("word   -action:a.b,c.d");
    expect(query.terms).toEqual([
      { field: "words", value: "word", isNot: false, start: 0, end: 4 },
      { field: "action", value: "a.b", isNot: true, start: 7, end: 22 },
      { field: "action", value: "c.d", isNot: true, start: 7, end: 22 },
    ]);
  });
});

describe("a mistake is marked, and told with what to write instead", () => {
  it.each([
    ["x actr:ana", "actr", "Did you mean “actor:”?"],
    ["-ation:post.*", "ation", "Did you mean “action:”?"],
    ["outcoem:denied", "outcoem", "Did you mean “outcome:”?"],
    ["user:ana", "user", "Did you mean “actor:”?"],
    ["res:post", "res", "Did you mean “resource:”?"],
    ["http://example.com", "http", "put it in quotes"],
    ["zzz:1", "zzz", "Fields are actor, action, resource, outcome, organization, address, request, created."],
    ["\u200Eactor:ana", "\u200Eactor", "Did you mean “actor:”?"],
    ["outcome:success,deny", "deny", "write success, failure or denied"],
    ["action:post.*.x", "post.*.x", "as in post.*"],
    ["action:post*", "post*", "as in post.*"],
    ["action:*", "*", "leave action: out"],
    ["action:post", "post", "write post.* for all that begin with it, or put it in quotes."],
    ["action:deleted", "deleted", "action: write post.deleted, project.deleted or user.deleted."],
    ["action:Archived", "Archived", "“Archived” is no whole action: write project.archived."],
    ["action:nothing", "nothing", "write it as in post.deleted or post.*, or put it in quotes."],
    ["action:post..deleted", "post..deleted", "write it as in post.deleted"],
    ["action:.*", ".*", "write it as in post.deleted"],
    ["resource:/0191", "/0191", "project/ and its id"],
    ["resource:project/", "project/", "write resource:project"],
    ["resource:project/*", "project/*", "write resource:project"],
    ["resource:*", "*", "Every resource is meant: leave resource: out."],
    ["resource:project:a:b", "project:a:b", "stands a slash: write resource:project/a:b"],
    ["actor:ana AND x", "AND", 'leave it out, or write "AND" to look for the word'],
    ["outcome:denied OR outcome:failure", "OR", "a comma between: outcome:denied,failure"],
    ["NOT outcome:denied", "NOT", "a minus in front: -outcome:denied"],
    ["-org:fjord", "-org:fjord", "name the one to look at"],
    ["org:a org:b", "org:b", "Only one organization"],
    ["org:a,b", "org:a,b", "Only one organization"],
    ["actor: ana", "actor:", "without a space, as in actor:ana"],
    ["actor:ana,,bo", ",", "without a space, as in actor:ana"],
    ["actor:ana,", ",", "without a space, as in actor:ana"],
    ['actor:"" x', 'actor:""', "without a space, as in actor:ana"],
    ['x " " y', '" "', "write a word, or take it out"],
    ["x - y", "-", "write a word, or take it out"],
    ['actor:ana "two words', '"two words', 'write a second "'],
    ['actor:ana,"bo', '"bo', 'write a second "'],
    ['actor:an"a b" x', 'actor:an"a b"', "put the whole value in quotes"],
    ['"two"words', '"two"words', "put the whole value in quotes"],
    ["actor:a\u202Eb", "a\u202Eb", "(U+202E)"],
    ["actor:ana\u200B", "ana\u200B", "(U+200B)"],
    ["request:7f9c\u2060", "7f9c\u2060", "(U+2060)"],
    ["Har\u00ADbor", "Har\u00ADbor", "(U+00AD)"],
    ["actor:\uFEFFana", "\uFEFFana", "(U+FEFF)"],
    ["actor:an\u200Da", "an\u200Da", "(U+200D)"],
    ["actor:ana\uFE0F", "ana\uFE0F", "(U+FE0F)"],
    ["x \uFEFF y", "\uFEFF", "(U+FEFF)"],
    ["x \u{E0041}", "\u{E0041}", "(U+E0041)"],
    ['actor:"a\tb"', '"a\tb"', "(U+0009)"],
    ["x\0y", "x\0y", "(U+0000)"],
    ["x \uD800", "\uD800", "(U+D800)"],
    ["created:7d x created:30d", "30d", "The time is given twice"],
    ["created:>2026-08-01 created:<2026-08-09", "<2026-08-09", "created:2026-08-01..2026-08-31"],
    ["created:7d,30d", "30d", "The time is given twice"],
    ["-created:7d", "-created:7d", "without the minus"],
    ["created:", "created:", "as in created:7d"],
    ["created:3d", "3d", "24h, 7d, 30d, 90d, 1y, all"],
    ["created:yesterday", "yesterday", "write a day as 2026-08-31"],
    ["created:2026-8-1", "2026-8-1", "write it as 2026-08-01"],
    ["created:2026/08/01", "2026/08/01", "write it as 2026-08-01"],
    ["created:2026-02-30", "2026-02-30", "no day 30 in February 2026: write one from 01 to 28"],
    ["created:2024-02-30", "2024-02-30", "no day 30 in February 2024: write one from 01 to 29"],
    ["created:2026-13", "2026-13", "no month 13: write one from 01 to 12"],
    ["created:0026-08-01", "0026-08-01", "from 1970 to 2999"],
    ["created:2026-08-01T24:00", "2026-08-01T24:00", "from 00:00 to 23:59:59"],
    ["created:2026-08-01T10:00+25:00", "2026-08-01T10:00+25:00", "no such offset"],
    ["created:2026-08-09..2026-08-01", "2026-08-09..2026-08-01", "write 2026-08-01..2026-08-09"],
    ["created:2026-08-01..", "2026-08-01..", "write created:>=2026-08-01"],
    ["created:..2026-08-01", "..2026-08-01", "write created:<=2026-08-01"],
    ["created:>", ">", "missing behind the sign"],
    ["created:>2026-08-01..2026-08-09", ">2026-08-01..2026-08-09", "two dates and .. between them"],
    ["created:2026-08-01..2026-08-02..2026-08-03", "2026-08-01..2026-08-02..2026-08-03", "two dates"],
  ])("%j", (line, marked, advice) => {
    expect(errorsOf(line)).toEqual([[marked, expect.stringContaining(advice)]]);
  });

  it("counts columns from the first character that is no space", () => {
    expect(parse("   actr:x").errors).toMatchObject([{ start: 0, end: 4 }]);
  });

  it("tells them in the order in which they stand", () => {
    const line = "created:3d actr:x outcome:no created:7d";
    expect(errorsOf(line).map(([marked]) => marked)).toEqual(["3d", "actr", "no", "7d"]);
  });

  it("leaves the rest of the line understood", () => {
    expect(parse("actr:x actor:ana created:3d").filter.actor.is).toEqual(["ana"]);
  });
});

describe("a line's bounds", () => {
  it("takes 1,000 characters", () => {
    expect(parse("x".repeat(1_000)).errors).toEqual([]);
    const line = `${"x".repeat(1_000)}y`;
    expect(errorsOf(line)).toEqual([
      ["y", expect.stringContaining("has 1,001 characters, and may have 1,000")],
    ]);
    expect(parse(line).filter.words.is).toEqual([]);
  });

  it("takes 20 values, however they are written", () => {
    const actions = Array.from({ length: 20 }, (_, at) => `a.b${at}`);
    expect(parse(actions.map((action) => `action:${action}`).join(" ")).errors).toEqual([]);
    expect(parse(`action:${actions.join(",")}`).errors).toEqual([]);
    expect(errorsOf(`action:${actions.join(",")} one more`)).toEqual([
      ["one more", expect.stringContaining("may ask for 20 things")],
    ]);
    expect(errorsOf(`x action:${actions.join(",")}`)).toHaveLength(1);
  });
});
