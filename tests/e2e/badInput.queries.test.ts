import { describe, expect, it } from "vitest";
import { textOf } from "./support/forms";
import { discreetStatusOf, problemOf } from "./support/problems";
import { prepareTarget } from "./support/target";

const target = prepareTarget();
const invalid = { status: 400, code: "invalid_input" };

/** Lines that mean nothing, each with a part of what is said of it. */
const lines: [what: string, line: string, said: RegExp][] = [
  ["an unknown field", "nonsense:1", /nonsense/],
  ["an outcome that there is none of", "outcome:great", /outcome/i],
  ["a day that there is none of", "created:2026-02-30", /day|date/i],
  ["days in the wrong order", "created:2026-08-02..2026-08-01", /ends before it begins/],
  ["an open quotation mark", 'actor:"ana', /quot|"/i],
  ["a field without a value", "actor:", /actor/],
  ["two windows", "created:7d created:30d", /created/],
  ["another organization", "organization:platform", /your own organization/],
];

describe.each(lines)("a line with %s", (_, line, said) => {
  const query = new URLSearchParams({ q: line });

  it("is shown with what is wrong, and finds nothing", async () => {
    const answer = await target.ana.ask(`/admin/audit?${query.toString()}`);
    expect(discreetStatusOf(answer)).toBe(200);
    expect(textOf(answer.body)).toMatch(said);
    expect(answer.body).toContain('aria-invalid="true"');
    expect(answer.body).not.toContain("data-entry-id=");
  });

  it("is refused as an export", async () => {
    const answer = await target.ana.ask(`/api/audit/export?${query.toString()}&format=csv`);
    expect(problemOf(answer)).toEqual(invalid);
    expect(answer.body).toMatch(said);
  });
});

it.each([
  "q=&format=xml",
  "q=",
  "format=",
  "q=&format=csv&format=ocsf",
  "q=&format=csv&limit=1",
  `q=${"a".repeat(5_000)}&format=csv`,
  "q=&format=csv&organizationId=1",
  "q=&format=constructor",
])("an export of %s is refused", async (query) => {
  expect(problemOf(await target.ana.ask(`/api/audit/export?${query}`))).toEqual(invalid);
});

it.each(["POST", "PUT", "PATCH", "DELETE"])("an export is not asked for by %s", async (method) => {
  const answer = await target.ana.ask("/api/audit/export?q=&format=csv", { method });
  expect([404, 405]).toContain(discreetStatusOf(answer));
});

it.each([
  ["a NUL", "%00"],
  ["half a character", "%ED%A0%80"],
  ["broken encoding", "%E0%A4%A"],
  ["what LIKE knows", "%25_%5C%25"],
  ["what regular expressions know", "(((a+)+)+%24"],
  ["what SQL knows", "%27%3B+drop+table+audit_logs%3B--"],
  ["what JSON paths know", "%24.**%3F(%40)"],
  ["very many words", "a+".repeat(500)],
  ["very many terms", "actor:a+".repeat(300)],
  ["very many actions", `action:${"a.b,".repeat(300)}a.b`],
  ["a very long word", "a".repeat(4_000)],
  ["directions", "%E2%80%AE%E2%81%A6ana"],
  ["far years", "created:%3E9999-12-31"],
  ["years that are none", "created:0000-00"],
])("the console stays whole for %s", async (_, q) => {
  const answer = await target.ana.ask(`/admin/audit?q=${q}`);
  expect([200, 400]).toContain(discreetStatusOf(answer));
  expect(textOf(answer.body)).not.toContain("can’t be shown just now");
});

it.each([
  "panel=1",
  "panel=1&action=post.deleted&action=project.deleted&outcome=denied&outcome=nonsense",
  "panel=1&from=2026-02-30&to=nothing&window=never",
  "panel=1&actor=a&actor=b&q=outcome:denied",
  `panel=1&words=${"w".repeat(3_000)}`,
  "panel=1&organization=%22&resource=%5C&request=%00",
])("the filter panel’s fields lead to a line, whatever is in them: %s", async (query) => {
  const answer = await target.ana.ask(`/admin/audit?${query}`);
  expect(answer.status).toBe(307);
  const location = answer.headers.get("location") ?? "";
  expect(location).toMatch(/^\/admin\/audit(\?q=|$)/);
  expect(discreetStatusOf(await target.ana.ask(location))).toBe(200);
});
