import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { authService, handleAuthRequest } from "@/modules/auth/auth.service";
import { sessionTable } from "@/modules/auth/auth.schema";
import { memberTable } from "@/modules/organization/organization.schema";
import { userTable } from "@/modules/user/user.schema";
import {
  Browser,
  createAccount,
  createOrganization,
  entriesOf,
  join,
  origin,
  password,
  signIn,
  storyOf,
  updateUser,
} from "./authSupport";

const newPassword = "another long password";

describe("the actor of a request", () => {
  it("is nobody without a cookie, with a forged one and with a broken one", async () => {
    const { browser } = await createAccount();
    const genuine = browser.headers.get("cookie") ?? "";
    for (const cookie of ["", genuine.replace(/token=.{4}/, "token=AAAA"), "better-auth.session_token=%%%"]) {
      expect(await authService.getUserFromRequest(new Request(origin, { headers: { cookie } }))).toBeNull();
    }
  });

  it("is nobody once the session expired, and over HTTP neither", async () => {
    const { browser, id } = await createAccount();
    await db
      .update(sessionTable)
      .set({ expiresAt: new Date("2026-01-01") })
      .where(eq(sessionTable.userId, id));
    expect(await browser.actor()).toBeNull();
  });

  it("is nobody at once when banned, and again somebody when the ban is lifted or over", async () => {
    const { browser, id } = await createAccount({ banned: true });
    const session = () =>
      handleAuthRequest(new Request(`${origin}/api/auth/get-session`, { headers: browser.headers }));
    expect(await browser.actor()).toBeNull();
    expect(await (await session()).json()).toBeNull();
    await updateUser(id, { banExpires: new Date("2026-01-01") });
    expect(await browser.actor()).toMatchObject({ id });
    expect(await (await session()).json()).toMatchObject({ user: { id } });
  });

  it("is nobody once the account is deleted", async () => {
    const { browser, id } = await createAccount();
    await db.delete(userTable).where(eq(userTable.id, id));
    expect(await browser.actor()).toBeNull();
  });

  it("takes no address from the client's own word", async () => {
    const { id, email } = await createAccount();
    const headers = { "x-client-address": "198.51.100.1", "x-forwarded-for": "198.51.100.1" };
    const body = JSON.stringify({ email, password });
    await new Browser().send("/sign-in/email", { method: "POST", body, headers });
    const sessions = await db.select().from(sessionTable).where(eq(sessionTable.userId, id));
    expect(sessions).toHaveLength(2);
    for (const { ipAddress } of sessions) expect(ipAddress).not.toBe("198.51.100.1");
  });

  it("falls back to the first membership when the active one is removed, then to none", async () => {
    const person = await createAccount();
    const [first, second] = [await createOrganization("First"), await createOrganization("Second")];
    await join({
      userId: person.id,
      organizationId: first,
      role: "owner",
      createdAt: new Date("2026-01-01"),
    });
    await join({ userId: person.id, organizationId: second, createdAt: new Date("2026-02-01") });
    const actor = await person.browser.signedIn();
    await authService.switchOrganization(actor, { organizationId: second, headers: person.browser.headers });
    expect(await person.browser.actor()).toMatchObject({
      organizationId: second,
      organizationRole: "member",
    });
    await db.delete(memberTable).where(eq(memberTable.organizationId, second));
    expect(await person.browser.actor()).toMatchObject({ organizationId: first, organizationRole: "owner" });
    await db.delete(memberTable).where(eq(memberTable.organizationId, first));
    expect(await person.browser.actor()).toMatchObject({ organizationId: null, organizationRole: null });
  });
});

describe("switching the organization", () => {
  it("is recorded once in the new tenant, and not at all when nothing changes", async () => {
    const person = await createAccount();
    const organizationId = await createOrganization("Next");
    await join({ userId: person.id, organizationId });
    const actor = await person.browser.signedIn();
    for (const _twice of [1, 2])
      await authService.switchOrganization(actor, { organizationId, headers: person.browser.headers });
    const [entry, ...more] = await entriesOf(organizationId, "organization");
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      action: "auth.organization_switched",
      actorId: person.id,
      organizationId,
      resourceName: "Next",
    });
  });

  it("answers for another tenant as for none, and records both as denied", async () => {
    const person = await createAccount();
    const actor = await person.browser.signedIn();
    const answers = [];
    for (const organizationId of [
      await createOrganization("Foreign"),
      "6b7e2d0e-3c5b-4d0a-9a53-0e6a9d9a7f11",
    ]) {
      const refused = authService.switchOrganization(actor, {
        organizationId,
        headers: person.browser.headers,
      });
      answers.push(await refused.catch((error: unknown) => error));
      expect(await storyOf(organizationId, "unknown_organization")).toEqual([
        "auth.organization_switched denied",
      ]);
    }
    expect(answers[0]).toMatchObject({ code: "not_found" });
    expect(answers[0]).toEqual(answers[1]);
  });

  it("takes nobody's word for who they are", async () => {
    const [person, other] = [await createAccount(), await createAccount()];
    const organizationId = await createOrganization("Own");
    await join({ userId: person.id, organizationId });
    const actor = await person.browser.signedIn();
    const forged = authService.switchOrganization(actor, { organizationId, headers: other.browser.headers });
    await expect(forged).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("changing the password", () => {
  it("is recorded once, ends the other sessions and stays in the organization", async () => {
    const person = await createAccount();
    const [first, second] = [await createOrganization("One"), await createOrganization("Two")];
    await join({ userId: person.id, organizationId: first, createdAt: new Date("2026-01-01") });
    await join({ userId: person.id, organizationId: second, createdAt: new Date("2026-02-01") });
    const elsewhere = new Browser();
    await signIn(elsewhere, person);
    const actor = await person.browser.signedIn();
    await authService.switchOrganization(actor, { organizationId: second, headers: person.browser.headers });
    const input = { currentPassword: password, newPassword, headers: person.browser.headers };
    person.browser.keep(await authService.changePassword(actor, input));
    expect(await elsewhere.actor()).toBeNull();
    expect(await person.browser.actor()).toMatchObject({ id: person.id, organizationId: second });
    await signIn(new Browser(), { email: person.email, password: newPassword });
    expect(await storyOf(person.id)).toEqual([
      "user.created success",
      "auth.login success",
      "auth.password_changed success",
      "auth.login success",
    ]);
  });

  it.each(["service", "http"])("records a wrong current password as a failure (%s)", async (way) => {
    const { browser, ...person } = await createAccount();
    const input = { currentPassword: "not the password", newPassword };
    const changed = async () =>
      authService.changePassword(await browser.signedIn(), { ...input, headers: browser.headers });
    const answer = way === "service" ? changed() : browser.post("/change-password", input);
    const failed = await answer.catch((error: unknown) => error);
    expect(failed).toMatchObject(way === "service" ? { code: "invalid_credentials" } : { status: 401 });
    const [entry] = await entriesOf(person.id);
    expect(entry).toMatchObject({ action: "auth.password_changed", outcome: "failure", actorId: person.id });
    expect(await storyOf(person.id)).toEqual(["user.created success", "auth.password_changed failure"]);
    await signIn(new Browser(), person);
  });

  it("is recorded once over HTTP", async () => {
    const { browser, ...person } = await createAccount();
    expect((await browser.post("/change-password", { currentPassword: password, newPassword })).status).toBe(
      200,
    );
    expect(await browser.actor()).toMatchObject({ id: person.id });
    expect(await storyOf(person.id)).toEqual(["user.created success", "auth.password_changed success"]);
  });

  it("refuses a weak one, a stranger and a banned person without an entry", async () => {
    const { browser, ...person } = await createAccount();
    const actor = await browser.signedIn();
    const weak = authService.changePassword(actor, {
      currentPassword: password,
      newPassword: "short",
      headers: browser.headers,
    });
    await expect(weak).rejects.toMatchObject({ code: "invalid_input", issues: [{ path: "newPassword" }] });
    const input = { currentPassword: password, newPassword };
    expect((await new Browser().post("/change-password", input)).status).toBe(401);
    await updateUser(person.id, { banned: true });
    expect((await browser.post("/change-password", input)).status).toBe(401);
    await expect(
      authService.changePassword(actor, { ...input, headers: browser.headers }),
    ).rejects.toMatchObject({
      code: "unauthenticated",
    });
    expect(await storyOf(person.id)).toEqual(["user.created success"]);
  });
});
