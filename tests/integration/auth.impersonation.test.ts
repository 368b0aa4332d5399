import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { authService } from "@/modules/auth/auth.service";
import { userTable } from "@/modules/user/user.schema";
import {
  type Browser,
  createAccount,
  createOrganization,
  entriesOf,
  join,
  password,
  storyOf,
  updateUser,
} from "./authSupport";

async function createAdmin() {
  return createAccount({ role: "admin" });
}

async function impersonate(browser: Browser, userId: string) {
  const actor = await browser.signedIn();
  browser.keep(await authService.startImpersonation(actor, { userId, headers: browser.headers }));
}

describe("impersonation", () => {
  it("acts as the person, names the administrator, and is recorded at both ends", async () => {
    const [admin, person] = [await createAdmin(), await createAccount()];
    const organizationId = await createOrganization("Customer");
    await join({ userId: person.id, organizationId, role: "owner" });
    await impersonate(admin.browser, person.id);
    const acting = await admin.browser.signedIn();
    expect(acting).toMatchObject({
      id: person.id,
      organizationId,
      impersonator: { id: admin.id, name: admin.name },
    });
    admin.browser.keep(await authService.stopImpersonation(acting, { headers: admin.browser.headers }));
    expect(await admin.browser.actor()).toMatchObject({ id: admin.id, impersonator: null });
    const [stopped, started, ...earlier] = await entriesOf(person.id);
    const shape = {
      actorId: admin.id,
      actorName: admin.name,
      impersonatorId: null,
      organizationId,
      resourceName: person.name,
    };
    expect(started).toMatchObject({ ...shape, action: "auth.impersonation.started", outcome: "success" });
    expect(stopped).toMatchObject({ ...shape, action: "auth.impersonation.stopped", outcome: "success" });
    expect(earlier.map(({ action }) => action)).toEqual(["user.created"]);
  });

  it("is not for ordinary people, nor of oneself, of administrators or of the banned: denied, on record", async () => {
    const [admin, other, person, banned] = [
      await createAdmin(),
      await createAdmin(),
      await createAccount(),
      await createAccount({ banned: true }),
    ];
    const attempts = [
      [person, admin.id],
      [person, person.id],
      [admin, admin.id],
      [admin, other.id],
      [admin, banned.id],
    ] as const;
    for (const [from, userId] of attempts) {
      await expect(impersonate(from.browser, userId)).rejects.toMatchObject({ code: "forbidden" });
      const [entry] = await entriesOf(userId);
      expect(entry).toMatchObject({
        action: "auth.impersonation.started",
        outcome: "denied",
        actorId: from.id,
      });
      expect(await from.browser.actor()).toMatchObject({ id: from.id, impersonator: null });
    }
  });

  it("does not nest", async () => {
    const [admin, person, third] = [await createAdmin(), await createAccount(), await createAccount()];
    await impersonate(admin.browser, person.id);
    await expect(impersonate(admin.browser, third.id)).rejects.toMatchObject({ code: "forbidden" });
    const [entry] = await entriesOf(third.id);
    expect(entry).toMatchObject({ outcome: "denied", actorId: person.id, impersonatorId: admin.id });
  });

  it("answers not_found for an unknown person, and for an id that is none", async () => {
    const admin = await createAdmin();
    for (const userId of ["6b7e2d0e-3c5b-4d0a-9a53-0e6a9d9a7f11", "nonsense"]) {
      await expect(impersonate(admin.browser, userId)).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await storyOf("6b7e2d0e-3c5b-4d0a-9a53-0e6a9d9a7f11", "unknown_user")).toEqual([
      "auth.impersonation.started denied",
    ]);
  });

  it("ends at once with the administrator's role, ban or account", async () => {
    const endings: ((id: string) => Promise<unknown>)[] = [
      (id) => updateUser(id, { role: "user" }),
      (id) => updateUser(id, { banned: true }),
      (id) => db.delete(userTable).where(eq(userTable.id, id)),
    ];
    for (const end of endings) {
      const [admin, person] = [await createAdmin(), await createAccount()];
      await impersonate(admin.browser, person.id);
      await end(admin.id);
      expect(await admin.browser.actor()).toBeNull();
      expect(await person.browser.actor()).toMatchObject({ id: person.id });
    }
  });

  it("does not reach the person's password: denied, on record, by service and HTTP", async () => {
    const [admin, person] = [await createAdmin(), await createAccount()];
    await impersonate(admin.browser, person.id);
    const input = { currentPassword: password, newPassword: "taken over by another" };
    const acting = await admin.browser.signedIn();
    await expect(
      authService.changePassword(acting, { ...input, headers: admin.browser.headers }),
    ).rejects.toMatchObject({ code: "forbidden" });
    expect((await admin.browser.post("/change-password", input)).status).toBe(403);
    const denied = (await entriesOf(person.id)).filter(({ action }) => action === "auth.password_changed");
    expect(denied).toHaveLength(2);
    for (const entry of denied)
      expect(entry).toMatchObject({ outcome: "denied", actorId: person.id, impersonatorId: admin.id });
  });

  it("has nothing to stop where nobody is impersonated", async () => {
    const admin = await createAdmin();
    const actor = await admin.browser.signedIn();
    await expect(
      authService.stopImpersonation(actor, { headers: admin.browser.headers }),
    ).rejects.toMatchObject({ code: "conflict" });
    expect(await storyOf(admin.id)).toEqual(["user.created success"]);
  });

  it("ends by signing out, as an act of the administrator", async () => {
    const [admin, person] = [await createAdmin(), await createAccount()];
    await impersonate(admin.browser, person.id);
    await authService.signOut(admin.browser);
    const [entry] = await entriesOf(person.id);
    expect(entry).toMatchObject({
      action: "auth.impersonation.stopped",
      actorId: admin.id,
      actorName: admin.name,
    });
  });
});
