import fc from "fast-check";
import { expect, it } from "vitest";
import { parseJson } from "@/modules/auditLog/import/json";

it.each<[string, unknown]>([
  ["9007199254740993", "9007199254740993"],
  ['{"a":[-12345678901234567890,7]}', { a: ["-12345678901234567890", 7] }],
  ['{"12345678901234567":"12345678901234567"}', { "12345678901234567": "12345678901234567" }],
  [
    String.raw`{"a\\":"\"12345678901234567","b":12345678901234567}`,
    {
      "a\\": '"12345678901234567',
      b: "12345678901234567",
    },
  ],
  ["0.1234567890123456789", "0.1234567890123456789"],
  ["12345678901234567891e3", "12345678901234567891e3"],
  // What JavaScript holds, and writes itself.
  [
    "[1234567890123456,0.30000000000000004,1000000000000000000000,10.0000000000000000]",
    [1_234_567_890_123_456, 0.300_000_000_000_000_04, 1e21, 10],
  ],
])("%s", (text, value) => {
  expect(parseJson(text)).toEqual(value);
});

it("is JSON.parse for all that JavaScript wrote", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const marked = `{"before":12345678901234567,"it":${text}}`;
      const it: unknown = JSON.parse(text);
      expect(parseJson(marked)).toEqual({ before: "12345678901234567", it });
    }),
  );
});

it("mends nothing that is no JSON", () => {
  for (const text of ["{12345678901234567:1}", "012345678901234567", '{"a":12345678901234567'])
    expect(() => parseJson(text)).toThrow(SyntaxError);
});

it("takes texts of megabytes", () => {
  const long = "x\\n".repeat(3_000_000);
  expect(parseJson(`["${long}",12345678901234567]`)).toEqual(["x\n".repeat(3_000_000), "12345678901234567"]);
});
