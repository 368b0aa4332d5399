import { expect, it } from "vitest";
import { withScope } from "@/app/admin/audit/_console/withScope";
import { parseQuery } from "@/modules/auditLog/search/query/parse";

const clock = { timeZone: "UTC", now: new Date("2026-11-20T12:00Z") };

it.each([
  ["", "action:a.deleted"],
  ["Harbor actor:ana", "action:a.deleted"],
  ["organization:acme", "action:a.deleted organization:acme"],
  ["Harbor created:7d", "action:a.deleted created:7d"],
  ['created:2026-08 org:"Fjord Labs"', 'action:a.deleted organization:"Fjord Labs" created:2026-08'],
  ["action:a.deleted organization:acme created:all", "action:a.deleted organization:acme created:all"],
])("a ready question keeps of %j the organization and the time alone", (line, asked) => {
  expect(withScope("action:a.deleted", parseQuery(line, clock))).toBe(asked);
});
