import { demoAccounts } from "@/modules/auth/demoAccounts.types";
import { createSqlClient } from "./drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { userService } from "@/modules/user/user.service";
import { workOneDay } from "./seed/activity";
import { Clock } from "./seed/clock";
import { events } from "./seed/events";
import { launchPlan } from "./seed/launchPlan";
import { Visitor } from "./seed/people";
import { foundTenant, type Tenant } from "./seed/tenant";

const [ana, bo, carla, erik, farah, priya] = demoAccounts;

/**
 * Fills an empty database with ninety days of two organizations' work, every bit of it done by calling
 * the services as the people who did it. A database with any account is left as it is.
 */
export async function seedDatabase(): Promise<void> {
  await once(async () => {
    if (await userService.exists()) return;
    console.log("Filling the empty database with demo data…");
    await tellStory(new Clock());
    console.log("Demo data is in. The sign-in page lists its accounts.");
  });
  await auditLogService.close();
}

/** One process at a time: two that start at once on one database tell the story once. */
async function once(fill: () => Promise<void>): Promise<void> {
  const lock = createSqlClient({ max: 1 });
  try {
    await lock`select pg_advisory_lock(hashtext('demo_data'))`;
    await fill();
  } finally {
    await lock.end();
  }
}

async function tellStory(clock: Clock): Promise<void> {
  const admin = await appointAdministrator(clock);
  const acme = await foundAcme(clock);
  const fjord = await foundFjord(clock);
  const posts = { acme: [], fjord: [] };
  const plan = launchPlan();
  for (let days = 87; days >= 1; days--) {
    await workOneDay({ tenant: acme, clock, days, posts: posts.acme });
    if (days % 2 === 0) await workOneDay({ tenant: fjord, clock, days, posts: posts.fjord });
    const stage = { clock, acme, fjord, admin, posts: posts.acme };
    await events.get(days)?.(stage);
    await plan.get(days)?.(stage);
  }
}

async function appointAdministrator(clock: Clock): Promise<Visitor> {
  const admin = await Visitor.signUp(priya, clock.daysAgo(90, 6));
  const { email } = priya;
  await auditLogService.occurringAt(clock.daysAgo(90, 7), () => userService.appointFirstAdmin({ email }));
  return admin;
}

function foundAcme(clock: Clock): Promise<Tenant> {
  return foundTenant({
    clock,
    name: "Acme Studio",
    plan: "team",
    projects: ["Website relaunch", "Spring campaign", "Handbook", "Old newsletter", "Summer fair"],
    people: [
      ana,
      { ...bo, role: "admin" },
      { ...carla, role: "member" },
      { name: "Devon Ward", email: "devon@demo.example", role: "member" },
    ],
  });
}

function foundFjord(clock: Clock): Promise<Tenant> {
  return foundTenant({
    clock,
    name: "Fjord Labs",
    plan: "free",
    projects: ["Field notes", "Research log"],
    people: [erik, { ...farah, role: "member" }],
  });
}
