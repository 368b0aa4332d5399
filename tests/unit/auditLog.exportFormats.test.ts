import { beforeAll, expect, it, vi } from "vitest";
import { formatters } from "@/modules/auditLog/export/formats/formatters";
import { entryOf } from "@/modules/auditLog/export/rows";
import { exportRow } from "./exportSupport";

beforeAll(() => {
  vi.stubEnv("DATABASE_URL", "postgres://app@127.0.0.1:1/app");
  vi.stubEnv("AUTH_SECRET", "a-secret-for-tests-and-nothing-else");
});

const hostile = exportRow({
  actorName: 'a"b\u2028c\r\n{"export":"incomplete"}',
  resourceName: "\u202E=1+1",
  changes: '{"title": {"to": "line\\nend", "from": null}}',
});
const jsonFormats = ["ndjson", "cloudevents", "ocsf"] as const;

it.each(jsonFormats)("%s is one line of JSON for each entry, whatever it holds", (format) => {
  for (const row of [exportRow(), hostile]) {
    const line = formatters[format].line(row);
    expect(line).toMatch(/^\{[^\n\r]*\}\n$/);
    expect(() => JSON.parse(line) as unknown).not.toThrow();
  }
});

it("ndjson has an entry's own fields", () => {
  for (const row of [exportRow(), hostile, exportRow({ organizationId: null })])
    expect(JSON.parse(formatters.ndjson.line(row))).toEqual(JSON.parse(JSON.stringify(entryOf(row))));
});

it.each(jsonFormats)("%s that broke off says so in a last line", (format) => {
  const last = formatters[format].brokeOff({ rows: 1_200, code: "57P01" });
  expect(last).toBe('{"export":"incomplete","rows":1200,"code":"57P01"}\n');
});
