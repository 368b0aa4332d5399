import { inspect } from "node:util";
import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { db } from "@/db/drizzle";
import { authService } from "@/modules/auth/auth.service";
import { userTable } from "@/modules/user/user.schema";
import { Browser, createAccount, entriesOf, password, storyOf } from "./authSupport";

describe("signing up", () => {
  it("opens an account with a session, and records it once", async () => {
    const person = await createAccount();
    expect(await person.browser.actor()).toEqual({
      type: "user",
      id: person.id,
      name: person.name,
      email: person.email,
      organizationId: null,
      organizationRole: null,
      platformRole: "user",
      impersonator: null,
    });
    const [entry, ...more] = await entriesOf(person.id);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      action: "user.created",
      outcome: "success",
      actorId: person.id,
      organizationId: null,
    });
  });

  it("records it once over HTTP too, and lets nobody choose their role", async () => {
    const browser = new Browser();
    const body = { name: "Http", email: "http-signup@example.com", password };
    expect((await browser.post("/sign-up/email", { ...body, role: "admin" })).status).toBe(400);
    expect((await browser.post("/sign-up/email", body)).status).toBe(200);
    const actor = await browser.signedIn();
    expect(actor.platformRole).toBe("user");
    expect(await storyOf(actor.id)).toEqual(["user.created success"]);
  });

  it("refuses an address in use, and tells nothing of the account", async () => {
    const person = await createAccount();
    const again = authService.signUp(
      { name: "Other", email: person.email.toUpperCase(), password },
      new Browser(),
    );
    await expect(again).rejects.toMatchObject({ code: "conflict" });
    expect(await storyOf(person.id)).toEqual(["user.created success"]);
  });

  it.each([
    { path: "password", change: { password: "ninechars" } },
    { path: "password", change: { password: "x".repeat(129) } },
    { path: "email", change: { email: "nobody" } },
    { path: "name", change: { name: "  " } },
  ])("refuses a $path that won't do, without repeating it", async ({ change, path }) => {
    const input = { name: "Fresh", email: "fresh@example.com", password, ...change };
    const error = await authService.signUp(input, new Browser()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "invalid_input", issues: [{ path }] });
    expect(JSON.stringify(error)).not.toContain(input.password);
    expect(await db.select().from(userTable).where(eq(userTable.email, input.email))).toEqual([]);
  });

  it.each([
    ["accounts", "password is null"],
    ["users", "name is null"],
  ])("leaves nothing behind, in tables or output, when a row of %s is refused", async (table, check) => {
    const output = (["error", "warn", "log", "info"] as const).map((method) =>
      vi.spyOn(console, method).mockReturnValue(),
    );
    await db.execute(`alter table ${table} add constraint refuse check (${check}) not valid`);
    try {
      const email = "half@example.com";
      const error = await authService
        .signUp({ name: "Halfway", email, password }, new Browser())
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      const told = inspect([error, output.map(({ mock }) => mock.calls)], { depth: 9 });
      expect(told).not.toMatch(/half@example.com|Halfway|[0-9a-f]{32}/);
      expect(await db.select().from(userTable).where(eq(userTable.email, email))).toEqual([]);
    } finally {
      await db.execute(`alter table ${table} drop constraint refuse`);
      vi.restoreAllMocks();
    }
  });

  it("lets more people sign up at once than the pool has connections", async () => {
    const accounts = await Promise.all(Array.from({ length: 15 }, () => createAccount()));
    for (const { id } of accounts) expect(await storyOf(id)).toEqual(["user.created success"]);
  });
});
