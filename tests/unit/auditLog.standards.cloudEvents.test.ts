import { Ajv } from "ajv";
import formats from "ajv-formats";
import fc from "fast-check";
import { expect, it } from "vitest";
import { toCloudEvent } from "@/modules/auditLog/export/standards/cloudEvents";
import { entryOf } from "./renderSupport";
import cloudEventsSchema from "./schemas/cloudEvents.json";
import { anyEntry, options, read, registered } from "./standardsEntries";

const isCloudEvent = formats(new Ajv({ allowUnionTypes: true })).compile(cloudEventsSchema);

function cloudEventErrors(event: object): unknown[] {
  return isCloudEvent(event) ? [] : (isCloudEvent.errors ?? []);
}

it("makes a valid event of every action", () => {
  expect(registered.length).toBeGreaterThan(1000);
  for (const entry of registered) expect(cloudEventErrors(read(toCloudEvent(entry, options)))).toEqual([]);
});

it("makes a valid event of any entry", () => {
  fc.assert(
    fc.property(anyEntry, (entry) => {
      const { data, ...context } = read(toCloudEvent(entry, options));
      expect(cloudEventErrors({ ...context, data })).toEqual([]);
      for (const [name, value] of Object.entries(context)) {
        // The specification's rules that its schema leaves out: names, and what a string holds.
        expect(name).toMatch(/^[a-z0-9]{1,20}$/);
        expect(value).not.toBe("");
        expect(value).not.toMatch(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u);
      }
    }),
  );
});

it("tells who, what, where and when", () => {
  const entry = entryOf({ requestId: "r1" });
  expect(read(toCloudEvent(entry, options))).toEqual({
    specversion: "1.0",
    id: entry.id,
    source: "https://app.example.com",
    type: "com.example.app.audit.post.deleted",
    subject: `post/${entry.resourceId}`,
    time: "2026-03-01T10:20:30.400Z",
    datacontenttype: "application/json",
    authtype: "app_user",
    authid: entry.actorId,
    tenantid: "acme",
    correlationid: "r1",
    outcome: "success",
    data: read(entry),
  });
});

it.each([
  ["https://app.example.com:8443/audit", "com.example.app.audit.post.deleted"],
  ["http://localhost:3000", "audit.post.deleted"],
  ["http://127.0.0.1", "audit.post.deleted"],
  ["http://[::1]:3000", "audit.post.deleted"],
  ["urn:example:audit-log", "audit.post.deleted"],
  ["/audit", "audit.post.deleted"],
])("names the type after the source %s", (source, type) => {
  expect(toCloudEvent(entryOf(), { source })).toMatchObject({ source, type });
});

it("leaves out what there is none of", () => {
  const nobody = { actorType: "anonymous", actorId: null, organizationId: null };
  const event = toCloudEvent(entryOf({ ...nobody, createdAt: new Date(Number.NaN) }), options);
  for (const name of ["authtype", "authid", "tenantid", "correlationid", "time"]) {
    expect(event).not.toHaveProperty(name);
  }
});

it.each([
  ["no id", { id: "" }],
  ["no source", { source: undefined }],
  ["a source that is no URI", { source: "a b" }],
  ["a time that is none", { time: "yesterday" }],
  ["a subject that is no text", { subject: 1 }],
])("is tested by a schema that refuses %s", (_, change) => {
  const event = read({ ...toCloudEvent(entryOf(), options), ...change });
  expect(cloudEventErrors(event)).not.toEqual([]);
});
