import { canary, email, exists, find, named, type Scene, type Step } from "./scene";

export const password = `${canary}-password`;

const signUp = (name: "olga" | "pavel"): Step => ({
  what: "sign-up#signUp",
  run: (scene) =>
    scene[name].submit("/sign-up", "sign-up#signUp", { name: named(name), email: email(name), password }),
  changed: ({ sql }) => exists(sql`select from users where email = ${email(name)}`),
});

const create = (name: string): Step => ({
  what: "account#createOrganization",
  run: ({ olga }) => olga.submit("/account", "account#createOrganization", { name: named(name) }),
  changed: ({ sql }) => exists(sql`select from organizations where name = ${named(name)}`),
});

const isPlan = ({ sql }: Scene, plan: string) =>
  exists(sql`
    select from subscriptions join organizations o on o.id = organization_id
    where o.name = ${named("renamed")} and plan = ${plan}`);

/** Two people open accounts, and one founds an organization that the other joins. */
export const organizationSteps: Step[] = [
  signUp("olga"),
  signUp("pavel"),
  create("first"),
  create("second"),
  {
    what: "_shell#switchOrganization",
    run: async (scene) =>
      scene.olga.submit("/projects", "_shell#switchOrganization", {
        organizationId: await find.organization(scene, "first"),
      }),
    changed: async (scene) =>
      exists(scene.sql`
        select from sessions
        where user_id = ${await find.user(scene, "olga")}
        and active_organization_id = ${await find.organization(scene, "first")}`),
  },
  {
    what: "members#inviteMember",
    run: ({ olga }) =>
      olga.submit("/members", "members#inviteMember", { email: email("nobody"), role: "member" }),
    changed: ({ sql }) => exists(sql`select from invitations where email = ${email("nobody")}`),
  },
  {
    what: "members#cancelInvitation",
    run: ({ olga }) => olga.submit("/members", "members#cancelInvitation"),
    changed: ({ sql }) =>
      exists(sql`select from invitations where email = ${email("nobody")} and status = 'canceled'`),
  },
  {
    what: "account#acceptInvitation",
    run: async ({ olga, pavel }) => {
      await olga.submit("/members", "members#inviteMember", { email: email("pavel"), role: "member" });
      return pavel.submit("/account", "account#acceptInvitation");
    },
    changed: async (scene) =>
      exists(scene.sql`select from members where user_id = ${await find.user(scene, "pavel")}`),
  },
  {
    what: "members#changeMemberRole",
    run: ({ olga }) => olga.submit("/members", "members#changeMemberRole", { role: "admin" }),
    changed: async (scene) =>
      exists(
        scene.sql`select from members where user_id = ${await find.user(scene, "pavel")} and role = 'admin'`,
      ),
  },
  {
    what: "members#renameOrganization",
    run: ({ olga }) => olga.submit("/members", "members#renameOrganization", { name: named("renamed") }),
    changed: ({ sql }) => exists(sql`select from organizations where name = ${named("renamed")}`),
  },
  {
    what: "billing#changePlan",
    run: ({ olga }) => olga.submit("/billing", "billing#changePlan", { plan: "team" }),
    changed: (scene) => isPlan(scene, "team"),
  },
  {
    what: "billing#cancelPlan",
    run: ({ olga }) => olga.submit("/billing", "billing#cancelPlan"),
    changed: (scene) => isPlan(scene, "free"),
  },
];
