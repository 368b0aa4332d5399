import fc from "fast-check";
import { expect, it } from "vitest";
import { findFault } from "@/modules/auditLog/import/jsonSyntax";

it.each([
  ['{"a":1', 7, /in the middle/],
  ['{"a":"x', 8, /in the middle/],
  ["", 1, /in the middle/],
  ['{"a":}', 6, /no JSON value/],
  ['{"a" 1}', 6, /colon/],
  ['{"a":1 "b":2}', 8, /comma or }/],
  ["[1 2]", 4, /comma or ]/],
  ["[1,]", 4, /no JSON value/],
  ["{a:1}", 2, /name in quotes/],
  ['{"a":1,}', 8, /name in quotes/],
  ['{"a":"b\u0000c"}', 8, /has to be escaped/],
  ['{"a":"\\x"}', 7, /escape that JSON does not have/],
  ['{"a":01}', 6, /no JSON value/],
  ['{"a":1}{"b":2}', 8, /follows the end/],
  ["{'a':1}", 2, /name in quotes/],
  ["[1}", 3, /comma or ]/],
])("%j: column %i", (text, column, problem) => {
  expect(findFault(text)).toEqual({ column, problem: expect.stringMatching(problem) as unknown });
});

it("finds a fault exactly where JSON.parse does", () => {
  const broken = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom("", '"', "{", "]", ",", "\\", "\u0001", "1", "e"))
    .map(
      ([json, at, put]) =>
        json.slice(0, at % (json.length + 1)) + put + json.slice((at % (json.length + 1)) + 1),
    );
  fc.assert(
    fc.property(fc.oneof(fc.json(), broken, fc.string()), (text) => {
      expect(findFault(text) === null).toBe(parses(text));
    }),
    { numRuns: 3_000 },
  );
});

it("takes a text of megabytes, and any depth", () => {
  const text = `{"a":"${"x\\n".repeat(1_000_000)}"`;
  expect(findFault(text)?.column).toBe(text.length + 1);
  expect(findFault("[".repeat(1_000_000))?.column).toBe(1_000_001);
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
