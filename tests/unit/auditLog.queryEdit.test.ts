import { describe, expect, it } from "vitest";
import { withoutTerm, withTerm, withWindow } from "@/modules/auditLog/search/query/edit";
import { formFromQuery } from "@/modules/auditLog/search/query/form";
import { queryFromForm } from "@/modules/auditLog/search/query/fromForm";
import { parseQuery } from "@/modules/auditLog/search/query/parse";
import { formatQuery } from "@/modules/auditLog/search/query/write";

const clock = { timeZone: "UTC", now: new Date("2026-08-04T10:37:12.345Z") };
const format = (line: string) => formatQuery(parseQuery(line, clock));

describe("the one way to write a line", () => {
  it.each([
    ["word  ORG:fjord actor:ana", "actor:ana organization:fjord word"],
    ["action:a.b x action:c.d -action:e.*", "action:a.b,c.d -action:e.* x"],
    ['-"not this" "two words" actor:"Bo, Jr."', 'actor:"Bo, Jr." "two words" -"not this"'],
    ['actor:"ana" "word" action:"unknown"', 'actor:ana action:"unknown" word'],
    ['"actor:ana" "-x" --x', '"actor:ana" "-x" --x'],
    [String.raw`"say \"hi\"" C\temp "C:\temp" "a b\\"`, String.raw`"say \"hi\"" C\temp "C:\temp" "a b\\"`],
    ['"OR" -"AND" resource:"a:b",c', 'resource:"a:b",c "OR" -"AND"'],
    ["created:30D request:r1", "request:r1 created:30d"],
    ["created:2026-08 outcome:DENIED", "outcome:denied created:2026-08"],
    ["", ""],
  ])("%s", (line, written) => {
    expect(format(line)).toBe(written);
    expect(format(written)).toBe(written);
  });
});

describe("a link's line", () => {
  it("has another window in place of its own", () => {
    expect(withWindow("actor:ana created:7d word", "2026-08-01")).toBe("actor:ana word created:2026-08-01");
    expect(withWindow("  CREATED:7d   -created:x created: ", "all")).toBe("created:all");
    expect(withWindow("actor:ana created:7d", null)).toBe("actor:ana");
    expect(withWindow("", "24h")).toBe("created:24h");
  });

  it("keeps what was typed as it was, and mistakes too", () => {
    expect(withWindow('actr:x  ACTOR:"ana"', "7d")).toBe('actr:x ACTOR:"ana" created:7d');
    expect(withWindow('x "open end', "7d")).toBe('x created:7d "open end');
    expect(withTerm('"open end', { field: "actor", value: "ana" })).toBe('actor:ana "open end');
  });

  it("asks for something more, once", () => {
    const line = withTerm("created:7d", { field: "resource", value: "post/a b" });
    expect(line).toBe('created:7d resource:"post/a b"');
    expect(withTerm(line, { field: "resource", value: "post/a b" })).toBe(line);
    expect(withTerm("x", { field: "words", value: "actor:x" })).toBe('x "actor:x"');
    expect(withTerm("", { field: "action", value: "unknown" })).toBe('action:"unknown"');
    expect(withTerm("", { field: "words", value: "OR" })).toBe('"OR"');
  });

  it("asks for the opposite, or for another organization, in place of the one it had", () => {
    const denied = { field: "outcome", value: "denied" } as const;
    expect(withTerm("outcome:denied,failure x", { ...denied, isNot: true })).toBe(
      "outcome:failure x -outcome:denied",
    );
    expect(withTerm("-outcome:denied", denied)).toBe("outcome:denied");
    expect(withTerm("org:a x", { field: "organization", value: "b" })).toBe("x organization:b");
  });

  it("asks for something no more", () => {
    const line = 'action:a.b,c.d,e.f "two words" -word -action:c.d created:7d';
    expect(withoutTerm(line, { field: "action", value: "c.d" })).toBe(
      'action:a.b action:e.f "two words" -word -action:c.d created:7d',
    );
    expect(withoutTerm(line, { field: "words", value: "two words" })).not.toContain("two");
    expect(withoutTerm(line, { field: "words", value: "word" })).toBe(line);
    expect(withoutTerm("OUTCOME:Denied", { field: "outcome", value: "denied" })).toBe("");
  });
});

describe("the filter panel", () => {
  it("writes the line that says what it was filled in with", () => {
    const line = queryFromForm({
      actor: " Ana Diaz ",
      action: ["post.*", "project.deleted"],
      resource: "post/0191",
      outcome: ["failure", "denied"],
      organization: "fjord",
      request: "",
      words: 'quarterly "two words" -draft error:timeout',
      window: "90d",
    });
    expect(line).toBe(
      'actor:"Ana Diaz" action:post.*,project.deleted resource:post/0191 outcome:failure,denied ' +
        'organization:fjord created:90d quarterly "two words" "error:timeout" -draft',
    );
    expect(parseQuery(line, clock).errors).toEqual([]);
  });

  it("is empty for an empty line", () => {
    expect(queryFromForm({})).toBe("");
    expect(queryFromForm({ actor: "", action: [], from: "", window: "" })).toBe("");
    expect(queryFromForm(formFromQuery(""))).toBe("");
  });

  it("reads quotes like the line does, and splits lists at commas", () => {
    expect(queryFromForm({ actor: '"ana"' })).toBe("actor:ana");
    expect(queryFromForm({ actor: 'the "boss"' })).toBe(String.raw`actor:"the \"boss\""`);
    expect(queryFromForm({ actor: "Diaz, Ana" })).toBe('actor:"Diaz, Ana"');
    expect(queryFromForm({ action: "a.b, c.d," })).toBe("action:a.b,c.d");
    expect(queryFromForm({ action: '"unknown"' })).toBe('action:"unknown"');
  });

  it("leaves mistakes to be told by the line", () => {
    for (const params of [
      { action: "post" },
      { outcome: "no" },
      { from: "2026-02-30" },
      { from: "2026-08-09", to: "2026-08-01" },
      { window: "3d" },
      { words: 'x "open' },
      { actor: "a\u202Eb" },
    ]) {
      expect(parseQuery(queryFromForm(params), clock).errors).toHaveLength(1);
    }
  });

  it.each([
    [{ from: "2026-08-01", to: "2026-08-31" }, "created:2026-08-01..2026-08-31"],
    [{ from: "2026-08-01", to: "2026-08-01" }, "created:2026-08-01"],
    [{ from: "2026-08-01" }, "created:>=2026-08-01"],
    [{ to: "2026-08-31" }, "created:<=2026-08-31"],
    [{ window: "all" }, "created:all"],
    [{ was: "created:7d", window: "7d", from: "2026-08-01" }, "created:>=2026-08-01"],
    [{ was: "created:2026-08-01", window: "7d", from: "2026-08-01", to: "2026-08-01" }, "created:7d"],
    [{ was: "created:7d", window: "", from: "2026-08-01" }, "created:>=2026-08-01"],
    [{ was: "created:7d", window: "" }, ""],
    [{ was: "created:2026-08-01" }, ""],
    [{ was: "created:2026-08-01T10", window: "7d" }, "created:7d"],
    [{ was: "created:2026-08-01T10" }, "created:2026-08-01T10"],
    [{ was: "created:2026-08", from: "2026-08-01", to: "2026-08-31" }, "created:2026-08"],
  ])("takes of preset and dates what was changed: %j", (params, line) => {
    expect(queryFromForm(params)).toBe(line);
  });

  it("shows what the line says", () => {
    const line =
      'actor:ana action:a.b,c.* -outcome:denied outcome:failure org:x created:2026-08 "two words" -w';
    expect(formFromQuery(line)).toEqual({
      actor: "ana",
      action: ["a.b", "c.*"],
      resource: "",
      outcome: ["failure"],
      organization: "x",
      address: "",
      request: "",
      words: '"two words" -w',
      window: "",
      from: "2026-08-01",
      to: "2026-08-31",
      rest: "-outcome:denied",
    });
  });

  it.each([
    ["created:7d", { window: "7d" }],
    ["created:>2026-08-01", { from: "2026-08-02", to: "" }],
    ["created:<2026-08-01", { from: "", to: "2026-07-31" }],
    ["created:2026-08-01T10", { from: "", to: "", rest: "created:2026-08-01T10" }],
    ["created:2026-08-01T00Z..2026-08-01T23Z", { from: "", rest: "created:2026-08-01T00Z..2026-08-01T23Z" }],
    ["created:<1970-01-01", { from: "", to: "", rest: "created:<1970-01-01" }],
    ["created:no", { from: "", rest: "created:no" }],
    ["created:7d created:30d", { window: "7d", rest: "created:30d" }],
    ["actor:ana,bo", { actor: "ana", rest: "actor:bo" }],
    ["ip:203.0.113.0/24", { address: "203.0.113.0/24", rest: "" }],
    ["-address:::1 address:::2,::3", { address: "::2", rest: "-address:::1 address:::3" }],
    ['actr:x action:"unknown" "open', { action: ['"unknown"'], rest: 'actr:x "open' }],
    ['resource:"a:b"', { resource: '"a:b"' }],
    [String.raw`actor:"\"ana\""`, { actor: String.raw`"\"ana\""` }],
  ])("shows of %s what it can, and the rest beside it", (line, form) => {
    expect(formFromQuery(line)).toMatchObject(form);
  });

  it.each([
    'actor:ana,bo action:a.b,c.* -outcome:denied created:2026-08 -actor:x "two words" -w',
    "address:203.0.113.7,::1 -address:10.0.0.0/8",
    'action:"unknown" -request:r1 created:2026-08-01T10:00Z',
    String.raw`actor:"\"ana\"" resource:"a, b/c"`,
  ])("loses nothing when it is sent back as it was: %s", (line) => {
    expect(queryFromForm({ ...formFromQuery(line), was: line })).toBe(format(line));
  });

  it("loses no mistakes either", () => {
    const was = 'actr:x created:no actor:ana "open';
    const line = queryFromForm({ ...formFromQuery(was), was, words: "word" });
    expect(line).toBe('actor:ana created:no word actr:x "open');
    expect(queryFromForm({ was: "-outcome:denied", words: 'x "open' })).toBe('-outcome:denied x "open');
  });
});
