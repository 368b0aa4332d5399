import { db } from "@/db/drizzle";
import { authService } from "@/modules/auth/auth.service";
import { userTable } from "@/modules/user/user.schema";
import { userService } from "@/modules/user/user.service";
import { createAccount, join, password } from "@/tests/integration/authSupport";
import { callAs, refusedCall, type Case } from "./cases";
import { actorOf, newcomer, type Somebody } from "./world";

const headers = new Headers();
const unrepeatable = { none: "each call is an event of its own" };

function newAdministrator(): Promise<Somebody> {
  return createAccount({ role: "admin" });
}

function onUser({ id }: { id: string }, action: string) {
  return { action, resourceType: "user", resourceId: id };
}

export const peopleCases: Record<string, Case> = {
  "userService.rename": {
    prepare: async (world) => {
      const person = await newcomer(world);
      return callAs(person, userService.rename, {
        input: { name: "Renamed" },
        ...onUser(person, "user.renamed"),
      });
    },
    unchanged: async ({ member }) => {
      const actor = await actorOf(member);
      return () => userService.rename(actor, { name: actor.name });
    },
    refused: refusedCall((world) => world.member, userService.rename, { name: "", userId: "forged" }),
  },
  "userService.delete": {
    prepare: async (world) => {
      const person = await newcomer(world);
      return callAs(person, userService.delete, {
        input: { userId: person.id },
        ...onUser(person, "user.deleted"),
      });
    },
    unchanged: { none: "who is gone is not found: that is a refusal" },
    refused: refusedCall((world) => world.member, userService.delete, {}),
  },
  "userService.ban": {
    prepare: async (world) => {
      const person = await newcomer(world);
      const input = { userId: person.id, reason: "Spam" };
      return callAs(await newAdministrator(), userService.ban, { input, ...onUser(person, "user.banned") });
    },
    unchanged: async (world) => {
      const input = { userId: (await newcomer(world)).id, reason: "Spam" };
      const actor = await actorOf(await newAdministrator());
      await userService.ban(actor, input);
      return () => userService.ban(actor, input);
    },
    refused: refusedCall(newAdministrator, userService.ban, { userId: "x", reason: "" }),
  },
  "userService.unban": {
    prepare: async (world) => {
      const person = await newcomer(world);
      await userService.ban(await actorOf(await newAdministrator()), { userId: person.id, reason: "Spam" });
      return callAs(await newAdministrator(), userService.unban, {
        input: { userId: person.id },
        ...onUser(person, "user.unbanned"),
      });
    },
    unchanged: async (world) => {
      const actor = await actorOf(await newAdministrator());
      return () => userService.unban(actor, { userId: world.member.id });
    },
    refused: refusedCall(newAdministrator, userService.unban, undefined),
  },
  "userService.changeRole": {
    prepare: async (world) => {
      const person = await newcomer(world);
      const input = { userId: person.id, role: "admin" } as const;
      return callAs(await newAdministrator(), userService.changeRole, {
        input,
        ...onUser(person, "user.role_changed"),
      });
    },
    unchanged: async (world) => {
      const actor = await actorOf(await newAdministrator());
      return () => userService.changeRole(actor, { userId: world.member.id, role: "user" });
    },
    refused: refusedCall(newAdministrator, userService.changeRole, { userId: "x", role: "root" }),
  },
  "userService.appointFirstAdmin": {
    prepare: async ({ stranger }) => {
      await db.update(userTable).set({ role: "user" });
      return {
        call: () => userService.appointFirstAdmin({ email: stranger.email }),
        expected: { actorId: null, ...onUser(stranger, "user.role_changed") },
      };
    },
    unchanged: { none: "a second administrator is refused" },
    refused: async () => async (): Promise<unknown> =>
      Reflect.apply(userService.appointFirstAdmin, undefined, [{}]),
  },
  "authService.signUp": {
    prepare: async () => {
      const email = `signup${Math.random()}@example.com`;
      const call = () => authService.signUp({ name: "New", email, password }, { headers });
      return { call, expected: { actorId: "itself", action: "user.created", resourceType: "user" } };
    },
    unchanged: { none: "a second account of one address is refused" },
    refused: async () => () => authService.signUp({ name: "", email: "x", password: "short" }, { headers }),
  },
  "authService.signIn": {
    prepare: async ({ member }) => {
      const call = () => authService.signIn({ email: member.email, password }, { headers });
      return { call, expected: { actorId: member.id, ...onUser(member, "auth.login") } };
    },
    unchanged: unrepeatable,
    refused: async () => () => authService.signIn({ email: "x", password: "" }, { headers }),
  },
  "authService.signOut": {
    prepare: async (world) => {
      const person = await newcomer(world);
      const call = () => authService.signOut(person.browser);
      return { call, expected: { actorId: person.id, ...onUser(person, "auth.logout") } };
    },
    unchanged: async () => () => authService.signOut({ headers }),
    refused: { none: "it takes no input" },
  },
  "authService.changePassword": {
    prepare: async (world) => {
      const person = await newcomer(world);
      const input = {
        currentPassword: password,
        newPassword: "another good password",
        headers: person.browser.headers,
      };
      return callAs(person, authService.changePassword, {
        input,
        ...onUser(person, "auth.password_changed"),
      });
    },
    unchanged: unrepeatable,
    refused: refusedCall((world) => world.member, authService.changePassword, {
      currentPassword: "x",
      newPassword: "y",
      headers,
    }),
  },
  "authService.startImpersonation": {
    prepare: async (world) => {
      const person = await newcomer(world);
      const platform = await newAdministrator();
      const input = { userId: person.id, headers: platform.browser.headers };
      return callAs(platform, authService.startImpersonation, {
        input,
        ...onUser(person, "auth.impersonation.started"),
      });
    },
    unchanged: unrepeatable,
    refused: async () => {
      const platform = await newAdministrator();
      const actor = await actorOf(platform);
      const forged = { userId: 7, headers: platform.browser.headers };
      return async (): Promise<unknown> =>
        Reflect.apply(authService.startImpersonation, undefined, [actor, forged]);
    },
  },
  "authService.stopImpersonation": {
    prepare: async (world) => {
      const [platform, person] = [await newAdministrator(), await newcomer(world)];
      await impersonate(platform, person);
      const actor = await actorOf(platform);
      const call = () => authService.stopImpersonation(actor, platform.browser);
      return { call, expected: { actorId: platform.id, ...onUser(person, "auth.impersonation.stopped") } };
    },
    unchanged: { none: "who impersonates nobody is refused" },
    refused: { none: "it takes no input" },
  },
  "authService.switchOrganization": {
    prepare: async (world) => {
      const person = await createAccount();
      await join({ organizationId: world.organizationId, userId: person.id });
      const input = { organizationId: world.organizationId, headers: person.browser.headers };
      return callAs(person, authService.switchOrganization, {
        input,
        action: "auth.organization_switched",
        resourceType: "organization",
        resourceId: world.organizationId,
      });
    },
    unchanged: async (world) => {
      const person = await createAccount();
      await join({ organizationId: world.organizationId, userId: person.id });
      const actor = await actorOf(person);
      const input = { organizationId: world.organizationId, headers: person.browser.headers };
      await authService.switchOrganization(actor, input);
      return () => authService.switchOrganization(actor, input);
    },
    refused: async ({ member }) => {
      const actor = await actorOf(member);
      const forged = { organizationId: null, headers: member.browser.headers };
      return async (): Promise<unknown> =>
        Reflect.apply(authService.switchOrganization, undefined, [actor, forged]);
    },
  },
};

async function impersonate(platform: Somebody, person: Somebody): Promise<void> {
  const actor = await actorOf(platform);
  const input = { userId: person.id, headers: platform.browser.headers };
  platform.browser.keep(await authService.startImpersonation(actor, input));
}
