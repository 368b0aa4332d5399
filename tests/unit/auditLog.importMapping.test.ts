import { describe, expect, it } from "vitest";
import { isPlainObject } from "@/modules/auditLog/capture/objects";
import { toEntry } from "@/modules/auditLog/import/foreignRow";
import type { ImportMapping } from "@/modules/auditLog/import/import.types";
import { neverThere, readMapping } from "@/modules/auditLog/import/mapping";

const at = "2024-03-01T10:20:30Z";
const needed = { action: "event", at: "at", resource: "post/{post_id}" } as const;
const identity = { name: "activity", key: "1", order: 1 };

function entryOf(row: object, mapping: ImportMapping = {}) {
  const record = { event: "post.created", at, post_id: 17, ...row };
  const whole = readMapping({ ...mapping, map: { ...needed, ...mapping.map } });
  return toEntry(record, identity, { mapping: whole, organizationId: "acme", timeZone: null });
}

function objectOf(json: string): object {
  const parsed: unknown = JSON.parse(json);
  return isPlainObject(parsed) ? parsed : {};
}

describe("a row", () => {
  it("becomes an entry, each field from where the mapping says", () => {
    const row = {
      user: { id: "u1", name: "Ana" },
      ip: "192.0.2.7",
      ua: "Test",
      rid: "r1",
      org: "beta",
      t: "Q3",
    };
    const map = {
      actor: "user.id",
      actorName: "user.name",
      ip: "ip",
      userAgent: "ua",
      requestId: "rid",
      organization: "org",
      resourceName: "t",
    };
    expect(entryOf(row, { map })).toMatchObject({
      organization_id: "beta",
      actor_type: "user",
      actor_id: "u1",
      actor_name: "Ana",
      action: "post.created",
      outcome: "success",
      resource_type: "post",
      resource_id: "17",
      resource_name: "Q3",
      changes: null,
      metadata: {},
      ip: "192.0.2.7",
      user_agent: "Test",
      request_id: "r1",
      created_at: "2024-03-01T10:20:30.000Z",
    });
  });

  it("is the platform's or the given tenant's where it names none, and the system's without an actor", () => {
    expect(entryOf({ org: null }, { map: { organization: "org" } })).toMatchObject({
      organization_id: "acme",
      actor_type: "system",
      actor_id: null,
    });
  });

  it("takes the first that is there, else what is set", () => {
    const mapping: ImportMapping = {
      map: { resource: ["comment/{comment_id}", "post/{post_id}"], actorName: ["nick", "full"] },
      set: { actorName: "Somebody" },
    };
    expect(entryOf({ comment_id: 3 }, mapping)).toMatchObject({ resource_type: "comment", resource_id: "3" });
    expect(entryOf({ comment_id: null, nick: "", full: "Ana" }, mapping)).toMatchObject({
      resource_type: "post",
      actor_name: "Ana",
    });
    expect(entryOf({}, mapping).actor_name).toBe("Somebody");
  });

  it("has our words for theirs", () => {
    const mapping: ImportMapping = {
      map: { action: "{type}.{verb}", outcome: "ok" },
      rename: { action: { "Post.create": "post.created" }, outcome: { false: "failure", true: "success" } },
    };
    expect(entryOf({ type: "Post", verb: "create", ok: false }, mapping)).toMatchObject({
      action: "post.created",
      outcome: "failure",
    });
    expect(entryOf({ type: "Post", verb: "touch", ok: true }, mapping).action).toBe("Post.touch");
  });

  it("keeps JSON, single fields and the rest in the metadata", () => {
    const mapping: ImportMapping = {
      map: { metadata: "data", "metadata.why": "data.reason", actor: "user.id" },
      rest: true,
    };
    const row = {
      data: '{"reason":"old","n":1}',
      user: { id: 1, more: 2 },
      size: 3,
      none: null,
      "a.b": true,
    };
    expect(entryOf(row, mapping).metadata).toEqual({ reason: "old", n: 1, size: 3, "a.b": true });
    expect(entryOf({ ...row, data: { reason: "old" } }, mapping).metadata).toMatchObject({ why: "old" });
  });

  it("keeps a name with a dot before a path, and names such as __proto__", () => {
    const row = objectOf('{"a.b": "whole", "a": {"b": "path"}, "__proto__": {"x": 1}, "constructor": "c"}');
    const { metadata, actor_name } = entryOf(row, { map: { actorName: "a.b" }, rest: true });
    expect(actor_name).toBe("whole");
    expect(JSON.stringify(metadata)).toBe('{"__proto__":{"x":1},"constructor":"c"}');
    expect(entryOf({}, { map: { actorName: "constructor.name" } }).actor_name).toBeNull();
  });

  it("tells changes as pairs or as from and to", () => {
    const diff = { title: ["Q3", "Q4"], state: { from: "open", to: "done" }, tags: ["a", "b", "c"] };
    expect(entryOf({ diff }, { map: { changes: "diff" } }).changes).toEqual({
      title: { from: "Q3", to: "Q4" },
      state: { from: "open", to: "done" },
      tags: { from: null, to: ["a", "b", "c"] },
    });
  });

  it("concerns every related resource that is there", () => {
    const map = { related: ["project/{project_id}", "team/{team_id}"] };
    expect(entryOf({ project_id: 5 }, { map }).related).toEqual([{ type: "project", id: "5" }]);
    expect(entryOf({ project_id: 5, team_id: "a/b" }, { map }).related).toHaveLength(2);
  });

  it("passes what log() does to secrets, control characters and length", () => {
    const row = {
      pw: "hunter2hunter2",
      name: "a\u001b[31mb\u0000",
      long: "x".repeat(600),
      note: "Bearer abcdefghijklmnopqrstuvwxyz",
    };
    const map = {
      actorName: "name",
      resourceName: "long",
      "metadata.password": "pw",
      "metadata.note": "note",
    } as const;
    const entry = entryOf(row, { map });
    expect(entry.actor_name).toBe("a\\u001b[31mb\uFFFD");
    expect(entry.resource_name).toHaveLength(512);
    expect(entry.metadata).toEqual({ password: "[redacted]", note: "Bearer [redacted]" });
  });

  it("keeps what is no address where it may still tell something", () => {
    const map = { ip: "ip" };
    expect(entryOf({ ip: "10.0.0.1, 192.0.2.7" }, { map })).toMatchObject({
      ip: null,
      metadata: { ip: "10.0.0.1, 192.0.2.7" },
    });
    expect(entryOf({ ip: "fe80::1%eth0" }, { map }).ip).toBeNull();
    expect(entryOf({ ip: "2001:db8::1" }, { map })).toMatchObject({ ip: "2001:db8::1", metadata: {} });
  });
});

describe("a row is refused", () => {
  it.each<[RegExp, object, ImportMapping["map"]?]>([
    [/there is no action/, { event: null }],
    [/there is no action/, { event: "" }],
    [/there is no at/, { at: undefined }],
    [/at is no time/, { at: "CANARY" }],
    [/there is no resource/, { post_id: null }],
    [/resource is no type and id/, { r: "CANARY" }, { resource: "r" }],
    [/resource is no type and id/, { r: "post/" }, { resource: "r" }],
    [/actor is no text, but JSON/, { user: { id: "CANARY" } }, { actor: "user" }],
    [/outcome is none of success, failure, denied/, { o: "CANARY" }, { outcome: "o" }],
    [/actorType is none of user/, { o: "CANARY" }, { actorType: "o" }],
    [/metadata is no JSON object/, { m: "CANARY" }, { metadata: "m" }],
    [/metadata is no JSON object/, { m: [1] }, { metadata: "m" }],
    [/changes is no JSON object/, { m: 7 }, { changes: "m" }],
    [/related is no type and id/, { m: "CANARY" }, { related: "m" }],
  ])("%s", (reason, row, map = {}) => {
    expect(() => entryOf(row, { map })).toThrow(reason);
    expect(() => entryOf(row, { map })).not.toThrow(/CANARY/);
  });
});

describe("a mapping", () => {
  it.each<[RegExp, ImportMapping]>([
    [/no field "actr": did you mean actor\?/, { map: Object.assign({ actr: "x" }, needed) }],
    [/no field "metadata\.":/, { map: { ...needed, "metadata.": "x" } }],
    [/Say what happened/, { map: { at: "at", resource: "r/{x}" } }],
    [/Say when it happened/, { map: { action: "event", resource: "r/{x}" } }],
    [/Say what it happened to/, { map: { action: "event", at: "at", resourceType: "t" } }],
    [/resource: "post\/\{post_id" is no column/, { map: { ...needed, resource: "post/{post_id" } }],
    [/actor: " " is no column/, { map: { ...needed, actor: " " } }],
  ])("%s", (message, mapping) => {
    expect(() => readMapping(mapping)).toThrow(message);
  });

  it("tells what no row had", () => {
    const mapping = readMapping({
      map: { ...needed, actor: ["user_id", "usr.id"], actorName: "{first} {last}" },
    });
    const conversion = { mapping, organizationId: null, timeZone: null };
    toEntry({ event: "a.b", at, post_id: 1, user_id: null, first: "Ana" }, identity, conversion);
    expect(neverThere(mapping)).toEqual(["usr.id", "last"]);
  });
});
