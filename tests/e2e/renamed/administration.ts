import { Visitor } from "@/tests/e2e/support/visitor";
import { password } from "./organization";
import { canary, email, exists, find, isGone, named, type Scene, type Step } from "./scene";

/** A platform administrator's form about Pavel. */
const onPavel =
  (action: string, fields: Record<string, string> = {}) =>
  async (scene: Scene) =>
    scene.priya.visitor.submit("/admin/users", `admin/users#${action}`, {
      bound: await find.user(scene, "pavel"),
      ...fields,
    });

const isPavel =
  (column: string, value: string | boolean) =>
  ({ sql }: Scene) =>
    exists(sql`select from users where email = ${email("pavel")} and ${sql(column)} = ${value}`);

const changeRole = (role: string): Step => ({
  what: "admin/users#changePlatformRole",
  run: onPavel("changePlatformRole", { role }),
  changed: isPavel("role", role),
});

const sessionsOf = async (scene: Scene, name: string) => {
  const rows = await scene.sql`select from sessions where user_id = ${await find.user(scene, name)}`;
  return rows.length;
};

/** What is done to accounts and memberships, by their owners and by others. */
export const administrationSteps: Step[] = [
  {
    what: "account#rename",
    run: ({ pavel }) => pavel.submit("/account", "account#rename", { name: named("renamed") }),
    changed: isPavel("name", named("renamed")),
  },
  {
    what: "account#changePassword",
    run: ({ pavel }) =>
      pavel.submit("/account", "account#changePassword", {
        currentPassword: password,
        newPassword: `new-${password}`,
      }),
    changed: async (scene) => (await sessionsOf(scene, "pavel")) === 1,
  },
  {
    what: "account#changePreferences",
    run: ({ pavel }) => pavel.submit("/account", "account#changePreferences", { timeZone: "Asia/Tokyo" }),
    isCosmetic: true,
    changed: ({ pavel }) => Promise.resolve(pavel.cookieHeader.includes("time_zone=Asia%2FTokyo")),
  },
  changeRole("admin"),
  changeRole("user"),
  {
    what: "admin/users#impersonateUser",
    run: onPavel("impersonateUser"),
    changed: ({ sql, priya }) => exists(sql`select from sessions where impersonated_by = ${priya.id}`),
  },
  {
    what: "_shell#stopImpersonation",
    run: ({ priya }) => priya.visitor.submit("/projects", "_shell#stopImpersonation"),
    changed: ({ sql, priya }) => isGone(sql`select from sessions where impersonated_by = ${priya.id}`),
  },
  {
    what: "_shell#signOut",
    run: ({ pavel }) => pavel.submit("/account", "_shell#signOut"),
    changed: async (scene) => (await sessionsOf(scene, "pavel")) === 0,
  },
  {
    what: "admin/users#banUser",
    run: onPavel("banUser", { reason: canary }),
    changed: isPavel("banned", true),
  },
  { what: "admin/users#unbanUser", run: onPavel("unbanUser"), changed: isPavel("banned", false) },
  {
    what: "sign-in#signIn",
    run: ({ pavel }) =>
      pavel.submit("/sign-in", "sign-in#signIn", { email: email("pavel"), password: `new-${password}` }),
    changed: async (scene) => (await sessionsOf(scene, "pavel")) === 1,
  },
  {
    what: "members#transferOwnership",
    run: async (scene) =>
      scene.olga.submit("/members", "members#transferOwnership", {
        userId: await find.user(scene, "pavel"),
      }),
    changed: async (scene) =>
      exists(
        scene.sql`select from members where user_id = ${await find.user(scene, "pavel")} and role = 'owner'`,
      ),
  },
  {
    what: "members#removeMember",
    run: ({ pavel }) => pavel.submit("/members", "members#removeMember"),
    changed: async (scene) =>
      isGone(scene.sql`
        select from members join organizations o on o.id = organization_id
        where o.name = ${named("renamed")} and user_id = ${await find.user(scene, "olga")}`),
  },
  {
    what: "account#deleteAccount",
    run: async () => {
      const dora = new Visitor();
      const account = { name: named("dora"), email: email("dora"), password };
      await dora.submit("/sign-up", "sign-up#signUp", account);
      return dora.submit("/account", "account#deleteAccount");
    },
    changed: ({ sql }) => isGone(sql`select from users where email = ${email("dora")}`),
  },
];
