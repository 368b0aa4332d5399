import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import type { auditActions } from "@/auditActions";
import { defineAuditActions } from "@/modules/auditLog/auditLog.actions";
import type { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { ActionName, AuditLogInput, RedactionRule } from "@/modules/auditLog/auditLog.types";

const message = { en: "{actor} did it" };
const of = { resourceType: "post", resourceId: "1" };

describe("defineAuditActions", () => {
  it.each(["post.deleted", "user.role_changed", "auth.login.failed", "s3.put2"])("takes %s", (name) => {
    expect(defineAuditActions({ [name]: { message } })).toEqual({ [name]: { message } });
  });

  it.each([
    "",
    "post",
    "post.",
    ".deleted",
    "Post.deleted",
    "post.Deleted",
    "post deleted",
    "post..deleted",
    "1.a",
    "post.deleted\n",
  ])("refuses %j by its name", (name) => {
    expect(() => defineAuditActions({ "post.kept": { message }, [name]: { message } })).toThrow(
      JSON.stringify(name).slice(1, 5),
    );
  });
});

// Checked by tsc: the line after each expected error must not compile.
describe("an action's policy", () => {
  const metadata = z.object({
    email: z.string(),
    card: z.object({ number: z.string(), at: z.date() }).optional(),
    people: z.array(z.object({ phone: z.string() })),
  });

  it("names fields of the metadata, by their paths, and changed ones", () => {
    const redact = {
      email: "hash",
      card: "drop",
      "card.number": "mask",
      "people.phone": "mask",
      "changes.address": "drop",
    } as const;
    expect(defineAuditActions({ "a.b": { message, metadata, redact } })["a.b"].redact).toBe(redact);
    const visibleTo = { email: "admin", "people.phone": "operator", "changes.address": "admin" } as const;
    expect(defineAuditActions({ "a.b": { message, metadata, visibleTo } })["a.b"].visibleTo).toBe(visibleTo);
    // Without a schema there are changed fields only, and what attempts tell.
    defineAuditActions({ "a.b": { message, redact: { phone: "mask" } } });
  });

  it("names nothing else", () => {
    // @ts-expect-error -- misspelled
    defineAuditActions({ "a.b": { message, metadata, redact: { emial: "hash" } } });
    // @ts-expect-error -- no field of the card
    defineAuditActions({ "a.b": { message, metadata, redact: { "card.nmber": "drop" } } });
    // @ts-expect-error -- a path through a list names no index
    defineAuditActions({ "a.b": { message, metadata, redact: { "people.0.phone": "drop" } } });
    // @ts-expect-error -- an unknown rule
    defineAuditActions({ "a.b": { message, metadata, redact: { email: "encrypt" } } });
    // @ts-expect-error -- misspelled, for who may see it
    defineAuditActions({ "a.b": { message, metadata, visibleTo: { emial: "admin" } } });
    // @ts-expect-error -- a member sees what is not reserved
    defineAuditActions({ "a.b": { message, metadata, visibleTo: { email: "member" } } });
    expectTypeOf<RedactionRule>().toEqualTypeOf<"drop" | "mask" | "hash">();
  });
});

// Checked by tsc: each line below an expected error must not compile.
describe("log() by registered action", () => {
  const log = <Action extends ActionName>(_input: AuditLogInput<Action>) => {};

  it("takes what each action is registered with", () => {
    expectTypeOf<ActionName>().toEqualTypeOf<Extract<keyof typeof auditActions, string>>();
    expectTypeOf<"post.deleted">().toExtend<ActionName>();
    log({ action: "post.deleted", ...of });
    log({ action: "post.deleted", ...of, metadata: { reason: "old" } });
    log({ action: "post.moved", ...of, metadata: { fromProject: "a", toProject: "b" } });
    log({ action: "post.moved", ...of, outcome: "denied" });
    log({ action: "post.moved", ...of, outcome: "failure", metadata: { anything: 1 } });
    log({
      action: "post.updated",
      ...of,
      changes: { title: { from: 1, to: 2 } },
      related: [{ type: "a", id: "1" }],
    });
  });

  it("takes nothing else", () => {
    expectTypeOf<"post.delted">().not.toExtend<ActionName>();
    // @ts-expect-error -- misspelled
    log({ action: "post.delted", ...of });
    // @ts-expect-error -- metadata missing
    log({ action: "post.moved", ...of });
    // @ts-expect-error -- a part of the metadata missing
    log({ action: "post.moved", ...of, metadata: { fromProject: "a" } });
    // @ts-expect-error -- metadata of the wrong kind
    log({ action: "post.deleted", ...of, metadata: { reason: 5 } });
    // @ts-expect-error -- metadata of an unknown name
    log({ action: "post.deleted", ...of, metadata: { cause: "old" } });
    // @ts-expect-error -- an action that takes none
    log({ action: "post.published", ...of, metadata: { reason: "old" } });
    // @ts-expect-error -- an unknown outcome
    log({ action: "post.published", ...of, outcome: "maybe" });
    // @ts-expect-error -- no resource
    log({ action: "post.published", resourceType: "post" });
    // @ts-expect-error -- an unknown kind of actor
    log({ action: "post.published", ...of, actor: { type: "robot", id: "1" } });
  });

  it("is the service's own type", () => {
    expectTypeOf<typeof auditLogService.log<"post.moved">>()
      .parameter(0)
      .toEqualTypeOf<AuditLogInput<"post.moved">>();
    expectTypeOf<typeof auditLogService.search>()
      .parameter(0)
      .toEqualTypeOf<{ organizationId: string | null } | { allOrganizations: true }>();
    expectTypeOf<{ organizationId?: string }>().not.toExtend<Parameters<typeof auditLogService.search>[0]>();
  });
});
