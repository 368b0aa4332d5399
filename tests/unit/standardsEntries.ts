import fc from "fast-check";
import { z } from "zod";
import { auditActions } from "@/auditActions";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { entryOf } from "./renderSupport";

export const options = { source: "https://app.example.com" };

/** An event as whoever reads the exported line gets it. */
export const read = (event: object): Record<string, unknown> =>
  z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(event)));

const text = fc.oneof(
  fc.constantFrom("", "\0", "\uD800", "a\uDC00", "\uFFFE", "\u0085\u007F", "\u202Ex", "x".repeat(100_000)),
  fc.constantFrom("user", "group", "organization", "system", "success", "denied", "__proto__", "constructor"),
  fc.constantFrom(...Object.keys(auditActions), "member_left", "a.roles_revoked", "user.locked", "."),
  fc.string({ unit: "binary", maxLength: 40 }),
);
const maybeText = fc.option(text);
const dates = fc.oneof(fc.date({ noInvalidDate: false }), fc.constant(new Date(Number.NaN)));
const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom("::ffff:203.0.113.7", "10.0.0.0/8"), text);
const json = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
const changes = fc.dictionary(
  fc.oneof(fc.constant("role"), fc.string()),
  fc.record({ from: fc.jsonValue(), to: fc.jsonValue() }),
  { maxKeys: 3 },
);
/** What no well-meant code stores, too: empty and huge texts, lone surrogates, no dates. */
export const anyEntry: fc.Arbitrary<AuditLogEntry> = fc.record({
  id: fc.oneof(fc.uuid(), text),
  organizationId: maybeText,
  actorType: text,
  actorId: maybeText,
  actorName: maybeText,
  impersonatorId: maybeText,
  impersonatorName: maybeText,
  action: text,
  outcome: text,
  resourceType: text,
  resourceId: text,
  resourceName: maybeText,
  changes: fc.option(changes),
  metadata: json,
  ip: fc.option(address),
  userAgent: maybeText,
  requestId: maybeText,
  createdAt: dates,
  recordedAt: dates,
});

/** Every action with each outcome, by each kind of actor, on resources of some types. */
export const registered = Object.keys(auditActions).flatMap((action) =>
  ["success", "failure", "denied"].flatMap((outcome) =>
    ["user", "organization", "post", "unknown_post"].flatMap((resourceType) =>
      ["user", "api_key", "service", "system", "anonymous"].map((actorType) =>
        entryOf({
          action,
          outcome,
          resourceType,
          actorType,
          actorId: actorType === "anonymous" || actorType === "system" ? null : "a1",
          actorName: null,
          metadata: { email: "bo@example.com" },
          changes: { role: { from: "member", to: "admin" } },
          ip: "203.0.113.7",
          userAgent: "curl/8",
          requestId: "r1",
        }),
      ),
    ),
  ),
);
