import fc from "fast-check";
import { expect, it } from "vitest";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { toOcsf } from "@/modules/auditLog/export/standards/ocsf";
import { entryOf } from "./renderSupport";
import { ocsfErrors, ocsfVersion } from "./ocsfSchema";
import { anyEntry, options, read, registered } from "./standardsEntries";

const ocsf = (change: Partial<AuditLogEntry>) => read(toOcsf(entryOf(change), options));

it("makes a valid event of every action", () => {
  for (const entry of registered) expect(ocsfErrors(read(toOcsf(entry, options)))).toEqual([]);
});

it("makes a valid event of any entry", () => {
  fc.assert(
    fc.property(anyEntry, (entry) => {
      const { unmapped, ...event } = read(toOcsf(entry, options));
      expect(ocsfErrors(unmapped === undefined ? event : { ...event, unmapped })).toEqual([]);
      // A lone surrogate is written as its escape.
      expect(JSON.stringify(event)).not.toMatch(/(^|[^\\])(\\\\)*\\ud[89a-f]/);
    }),
  );
});

it.each([
  ["auth.login", "user", 300201],
  ["auth.login.failed", "user", 300201],
  ["auth.logout", "user", 300202],
  ["auth.impersonation.started", "user", 300207],
  ["auth.impersonation.stopped", "user", 300202],
  ["auth.password_changed", "user", 300708],
  ["user.created", "user", 300701],
  ["user.renamed", "user", 300702],
  ["user.deleted", "user", 300703],
  ["user.unbanned", "user", 300704],
  ["user.banned", "user", 300705],
  ["user.role_changed", "user", 300716],
  ["user.list_viewed", "user", 300402],
  ["organization.created", "organization", 300401],
  ["organization.member_joined", "organization", 300603],
  ["organization.member_removed", "organization", 300604],
  ["organization.member_role_changed", "organization", 300403],
  ["organization.member_invited", "organization", 300499],
  ["billing.plan_changed", "organization", 300403],
  ["post.created", "post", 300401],
  ["post.updated", "post", 300403],
  ["post.moved", "post", 300405],
  ["post.deleted", "post", 300404],
  ["audit_log.exported", "audit_log", 300402],
  ["project.archived", "project", 300499],
  ["project.deleted", "user", 300404],
  ["post.password_changed", "post", 300403],
  ["conference.session.created", "session", 300401],
  ["long.gone", "thing", 300499],
  ["", "thing", 300400],
  ["auth.session.expired", "session", 300202],
  ["user.password_reset", "user", 300709],
  ["user.role_revoked", "user", 300717],
  ["user.mfa_enabled", "user", 300712],
  ["user.two_factor_disabled", "user", 300713],
  ["user.locked", "user", 300706],
  ["user.unlocked", "user", 300707],
  ["device.enrolled", "device", 300406],
  ["device.unenrolled", "device", 300407],
  ["webhook.enabled", "webhook", 300408],
  ["webhook.disabled", "webhook", 300409],
  ["license.activated", "license", 300410],
  ["license.deactivated", "license", 300411],
  ["job.paused", "job", 300412],
  ["job.resumed", "job", 300413],
])("maps %s of a %s to %i", (action, resourceType, type) => {
  const event = ocsf({ action, resourceType });
  expect(event).toMatchObject({ type_uid: type });
  expect(ocsfErrors(event)).toEqual([]);
});

it("tells who, what, where and when", () => {
  const event = ocsf({
    action: "user.role_changed",
    outcome: "denied",
    resourceType: "user",
    resourceName: "Bo Ek",
    impersonatorId: "i1",
    impersonatorName: "Priya",
    changes: { role: { from: "member", to: "admin" } },
    metadata: { reason: "promoted" },
    ip: "2001:db8::7",
    userAgent: "curl/8",
    requestId: "r1",
  });
  expect(event).toMatchObject({
    class_uid: 3007,
    activity_name: "Assign Roles",
    time: Date.parse("2026-03-01T10:20:30.400Z"),
    severity_id: 2,
    status_id: 2,
    status_code: "denied",
    metadata: {
      version: ocsfVersion,
      uid: "019a0000-0000-7000-8000-000000000000",
      event_code: "user.role_changed",
      correlation_uid: "r1",
      tenant_uid: "acme",
    },
    actor: { user: { uid: "6b1f0c1e-0000-4000-8000-000000000001", name: "Ana Lindqvist", type_id: 1 } },
    user: { uid: "6b1f0c1e-0000-4000-8000-000000000002", name: "Bo Ek" },
    iam_roles: [{ name: "admin" }],
    src_endpoint: { ip: "2001:db8::7" },
    http_request: { user_agent: "curl/8", uid: "r1" },
    unmapped: {
      impersonator: { id: "i1", name: "Priya" },
      changes: { role: { from: "member", to: "admin" } },
      metadata: { reason: "promoted" },
    },
  });
});

it("gives a member who joins as the group's new user", () => {
  const joined = ocsf({ action: "organization.member_joined", resourceType: "organization" });
  expect(joined).toMatchObject({ group: { name: "Q3 plan" }, users: [{ name: "Ana Lindqvist" }] });
  const added = ocsf({ action: "organization.member_added", resourceType: "organization" });
  expect(added).not.toHaveProperty("users");
});

it("keeps what it has no place for, and what is no address", () => {
  expect(ocsf({ ip: "10.0.0.0/8", actorType: "anonymous", actorId: null, actorName: null })).toMatchObject({
    unmapped: { ip: "10.0.0.0/8", actor_type: "anonymous" },
  });
});

it("takes the time from the id where a date can't hold it", () => {
  const id = "019a0000-0000-7000-8000-000000000000";
  expect(ocsf({ id, createdAt: new Date(Number.NaN) })).toMatchObject({ time: 0x019a00000000 });
});

const event = read(toOcsf(entryOf({ ip: "203.0.113.7", userAgent: "curl/8" }), options));
const { metadata } = toOcsf(entryOf(), options);
const login = ocsf({ action: "auth.login", resourceType: "user" });
const without = (from: object, name: string) => ({ ...from, [name]: undefined });

it.each<[string, object]>([
  ["another type_uid", { ...event, type_uid: 300403 }],
  ["no metadata.version", { ...event, metadata: without(metadata, "version") }],
  ["no product", { ...event, metadata: without(metadata, "product") }],
  ["an unknown attribute", { ...event, color: "red" }],
  ["an unknown attribute within", { ...event, actor: { user: { name: "Ana", color: "red" } } }],
  ["an unknown class", { ...event, class_uid: 3999 }],
  ["an attribute of another class", { ...event, group: { name: "Acme" } }],
  ["an attribute of a profile that isn't named", { ...event, disposition_id: 1 }],
  ["a deprecated attribute", { ...event, entity_result: { name: "Q3 plan" } }],
  ["an activity that the class lacks", { ...event, activity_id: 42, type_uid: 300442 }],
  ["a caption of another activity", { ...event, activity_name: "Create" }],
  ["an activity Other without a name", without(ocsf({ action: "long.gone" }), "activity_name")],
  ["a status Other without a name", without({ ...event, status_id: 99 }, "status")],
  ["no entity", without(event, "entity")],
  ["an entity without id or name", { ...event, entity: { type_id: 99, type: "post" } }],
  ["an actor who is nobody", { ...event, actor: {} }],
  ["neither service nor destination of a sign-in", without(login, "service")],
  ["nobody who signs in", without(login, "user")],
  ["an address that is none", { ...event, src_endpoint: { ip: "203.0.113.700" } }],
  ["an address that is too long", { ...event, src_endpoint: { ip: `::1%${"e".repeat(40)}` } }],
  ["a time in words", { ...event, time: "2026-03-01T10:20:30Z" }],
  ["a time within a millisecond", { ...event, time: 0.5 }],
  ["null", { ...event, message: null }],
  ["an object that the excerpt leaves out", { ...event, observables: [{ name: "x", type_id: 1 }] }],
])("is tested by a schema that refuses %s", (_, broken) => {
  expect(ocsfErrors(event)).toEqual([]);
  expect(ocsfErrors(login)).toEqual([]);
  expect(ocsfErrors(read(broken))).not.toEqual([]);
});
