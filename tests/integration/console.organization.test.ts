import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findOrganization } from "@/app/admin/audit/_console/organization";
import { accessService } from "@/modules/access/access.service";
import type { Actor } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { organizationService } from "@/modules/organization/organization.service";
import type { Organization } from "@/modules/organization/organization.types";
import { createAccount } from "./authSupport";

let owner: Actor;
let operator: Actor;
let fjord: Organization;
let twins: [Organization, Organization];

beforeAll(async () => {
  const person = await createAccount();
  owner = await person.browser.signedIn();
  operator = { ...owner, id: crypto.randomUUID(), platformRole: "admin", organizationId: null };
  fjord = await organizationService.create(owner, { name: "Fjord Labs 100%" });
  twins = [
    await organizationService.create(owner, { name: "Harbor" }),
    await organizationService.create(owner, { name: "Harbor" }),
  ];
  await organizationService.create(owner, { name: "Harbor Works" });
  owner = { ...owner, organizationId: fjord.id, organizationRole: "owner" };
});
afterAll(() => auditLogService.close());

function find(actor: Actor, typed: string | null) {
  const access = accessService.auditAccess(actor, null);
  if (access === null) throw new Error("They may not read the log.");
  return findOrganization({ actor, access }, typed);
}

describe("an operator", () => {
  it.each([
    [null, { organization: null, name: "all organizations" }],
    ["*", { organization: null, name: "all organizations" }],
    ["platform", { organization: "platform", name: "the platform" }],
  ])("means by %s: %o", async (typed, meant) => {
    expect(await find(operator, typed)).toEqual(meant);
  });

  it("finds one by id, slug, name, or what is in no other's name", async () => {
    const meant = { organization: fjord.id, name: fjord.name };
    for (const typed of [fjord.id, fjord.id.toUpperCase(), fjord.slug, "fjord labs 100%", "FJORD", "100%"])
      expect(await find(operator, typed)).toEqual(meant);
    expect(await find(operator, "harbor works")).toMatchObject({ name: "Harbor Works" });
  });

  it("is told of two that are called so, and how to tell them apart", async () => {
    const answer = await find(operator, "harbor");
    const { error } = "error" in answer ? answer : { error: "" };
    for (const { slug } of twins) expect(error).toContain(slug);
    expect(error).not.toContain("Works");
    expect(await find(operator, twins[0].slug)).toMatchObject({ organization: twins[0].id });
  });

  it("may look at one that is gone, by its id", async () => {
    const gone = crypto.randomUUID();
    expect(await find(operator, gone)).toMatchObject({ organization: gone });
    expect(await find(operator, "nobody’s")).toHaveProperty("error");
    // A sign of a pattern is a character like any other.
    expect(await find(operator, "%")).toMatchObject({ organization: fjord.id });
    expect(await find(operator, "_")).toHaveProperty("error");
  });
});

describe("an administrator of an organization", () => {
  it("may name their own, in every way", async () => {
    for (const typed of [null, fjord.id, fjord.slug, "fjord labs 100%"])
      expect(await find(owner, typed)).toEqual({ organization: null, name: fjord.name });
  });

  it("is told that there is no other for them, theirs elsewhere included, whether it exists or not", async () => {
    const answers = await Promise.all(
      [twins[0].id, "Harbor", "platform", "*", crypto.randomUUID()].map((typed) => find(owner, typed)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toHaveProperty("error");
  });

  it("can list none of the platform’s, nor can who acts as somebody", async () => {
    const refused = { code: "not_found" };
    await expect(organizationService.listAll(owner)).rejects.toMatchObject(refused);
    const acting = { ...operator, impersonator: { id: "someone", name: "Someone" } };
    await expect(organizationService.listAll(acting)).rejects.toMatchObject(refused);
    expect((await organizationService.listAll(operator)).map(({ name }) => name)).toContain("Harbor Works");
  });
});
