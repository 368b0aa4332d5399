import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { authService } from "@/modules/auth/auth.service";
import { accountTable, sessionTable } from "@/modules/auth/auth.schema";
import {
  Browser,
  createAccount,
  createOrganization,
  entriesOf,
  join,
  password,
  signIn,
  storyOf,
  updateUser,
} from "./authSupport";

const actionOf = ({ action, outcome }: { action: string; outcome: string }) => `${action} ${outcome}`;

describe("signing in", () => {
  it.each(["service", "http"])(
    "records a success once (%s), and starts in the organization joined first",
    async (way) => {
      const person = await createAccount();
      const [late, early] = [await createOrganization("Late"), await createOrganization("Early")];
      await join({ userId: person.id, organizationId: late, createdAt: new Date("2026-02-01") });
      await join({
        userId: person.id,
        organizationId: early,
        role: "admin",
        createdAt: new Date("2026-01-01"),
      });
      const browser = new Browser();
      if (way === "service") await signIn(browser, { email: person.email.toUpperCase() });
      else await browser.post("/sign-in/email", { email: person.email, password });
      expect(await browser.actor()).toMatchObject({
        id: person.id,
        organizationId: early,
        organizationRole: "admin",
      });
      const [entry] = await entriesOf(person.id);
      expect(entry).toMatchObject({
        action: "auth.login",
        outcome: "success",
        actorId: person.id,
        organizationId: early,
      });
      expect(await storyOf(person.id)).toEqual(["user.created success", "auth.login success"]);
    },
  );

  it.each(["service", "http"])("records a wrong password and an unknown address alike (%s)", async (way) => {
    const person = await createAccount();
    const organizationId = await createOrganization("Tenant");
    await join({ userId: person.id, organizationId });
    const unknown = `nobody-${way}@example.com`;
    const answers = [];
    for (const email of [person.email, unknown]) answers.push(await fail(way, email));
    expect(answers[0]).toEqual(answers[1]);
    const [known] = await entriesOf(person.id);
    const [stranger] = (await entriesOf("unknown")).filter(({ metadata }) => metadata["email"] === unknown);
    const shape = {
      action: "auth.login.failed",
      outcome: "failure",
      actorType: "anonymous",
      actorId: null,
      actorName: null,
    };
    expect(known).toMatchObject({
      ...shape,
      organizationId,
      resourceName: person.name,
      metadata: { email: person.email, reason: "invalid_credentials" },
    });
    expect(stranger).toMatchObject({
      ...shape,
      organizationId: null,
      metadata: { email: unknown, reason: "invalid_credentials" },
    });
    expect((await entriesOf(person.id)).map(actionOf)).toEqual([
      "auth.login.failed failure",
      "user.created success",
    ]);
    expect(JSON.stringify([known, stranger])).not.toContain("wrong password");
  });

  async function fail(way: string, email: string) {
    const input = { email, password: "a wrong password" };
    if (way === "http") {
      const response = await new Browser().post("/sign-in/email", input);
      return { status: response.status, body: await response.text() };
    }
    return authService.signIn(input, new Browser()).then(
      () => "signed in",
      (error: unknown) => String(error),
    );
  }

  it("refuses a banned person as denied, until the ban expires", async () => {
    const person = await createAccount({ banned: true });
    await expect(signIn(new Browser(), person)).rejects.toMatchObject({ code: "forbidden" });
    await expect(
      signIn(new Browser(), { email: person.email, password: "a wrong password" }),
    ).rejects.toMatchObject({ code: "invalid_credentials" });
    await updateUser(person.id, { banExpires: new Date("2026-01-01") });
    await signIn(new Browser(), person);
    expect(await storyOf(person.id)).toEqual([
      "user.created success",
      "auth.login.failed denied",
      "auth.login.failed failure",
      "auth.login success",
    ]);
  });

  it("refuses broken input without an entry, and takes nobody elsewhere", async () => {
    const person = await createAccount();
    await expect(authService.signIn({ email: "", password: "" }, new Browser())).rejects.toMatchObject({
      code: "invalid_input",
      issues: [{ path: "email" }, { path: "password" }],
    });
    for (const callbackURL of ["https://evil.example.com", "/projects"]) {
      const response = await new Browser().post("/sign-in/email", {
        email: person.email,
        password,
        callbackURL,
      });
      expect([400, 403]).toContain(response.status);
      expect([response.headers.get("location"), response.headers.getSetCookie()]).toEqual([null, []]);
    }
    expect(await storyOf(person.id)).toEqual(["user.created success"]);
  });

  it("takes no sign-in from a foreign site", async () => {
    const person = await createAccount();
    const body = JSON.stringify({ email: person.email, password });
    const headers = { origin: "https://evil.example.com" };
    const response = await new Browser().send("/sign-in/email", { method: "POST", body, headers });
    expect(response.status).toBe(403);
    expect(await storyOf(person.id)).toEqual(["user.created success"]);
  });

  it("keeps a hash, never the password, and a cookie that scripts can't read", async () => {
    const person = await createAccount();
    const [account] = await db.select().from(accountTable).where(eq(accountTable.userId, person.id));
    expect(account?.password).toMatch(/^[0-9a-f]+:[0-9a-f]+$/);
    const { headers } = await authService.signIn({ email: person.email, password }, new Browser());
    const [cookie] = headers.getSetCookie().filter((line) => line.includes("session_token"));
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
  });
});

describe("signing out", () => {
  it.each(["service", "http"])("ends the session and is recorded once (%s)", async (way) => {
    const { browser, ...person } = await createAccount();
    const copy = new Browser();
    await signIn(copy, person);
    if (way === "service") browser.keep(await authService.signOut(browser));
    else await browser.post("/sign-out", {});
    expect(await browser.actor()).toBeNull();
    expect(await copy.actor()).not.toBeNull();
    const [entry] = await entriesOf(person.id);
    expect(entry).toMatchObject({ action: "auth.logout", actorId: person.id, actorName: person.name });
    expect(await storyOf(person.id)).toEqual([
      "user.created success",
      "auth.login success",
      "auth.logout success",
    ]);
  });

  it("records nothing where nobody is signed in any more", async () => {
    const { browser, ...person } = await createAccount();
    await db
      .update(sessionTable)
      .set({ expiresAt: new Date("2026-01-01") })
      .where(eq(sessionTable.userId, person.id));
    await authService.signOut(browser);
    await authService.signOut(browser);
    await authService.signOut(new Browser());
    expect(await storyOf(person.id)).toEqual(["user.created success"]);
  });
});
