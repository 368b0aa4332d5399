import type { OrganizationRole } from "@/modules/access/access.types";
import { authService } from "@/modules/auth/auth.service";
import { billingService } from "@/modules/billing/billing.service";
import type { Plan } from "@/modules/billing/billing.types";
import { organizationService } from "@/modules/organization/organization.service";
import { projectService } from "@/modules/project/project.service";
import type { Clock } from "./clock";
import { Visitor, type Person } from "./people";

/** An organization, its people (its owner first) and its projects' ids by name. */
export type Tenant = { people: Visitor[]; projects: Map<string, string> };

type Founding = {
  clock: Clock;
  name: string;
  plan: Plan;
  projects: readonly string[];
  people: readonly [Person, ...(Person & { role: Exclude<OrganizationRole, "owner"> })[]];
};

/** Ninety days ago: somebody founds an organization, chooses a plan, invites colleagues, starts projects. */
export async function foundTenant({ clock, name, plan, projects, people }: Founding): Promise<Tenant> {
  const [first, ...others] = people;
  const owner = await Visitor.signUp(first, clock.daysAgo(90, 8));
  await owner.act(clock.daysAgo(90, 9), async (actor, headers) => {
    const { id } = await organizationService.create(actor, { name });
    await authService.switchOrganization(actor, { organizationId: id, headers });
  });
  await owner.act(clock.daysAgo(90, 10), (actor) => billingService.changePlan(actor, { plan }));
  const tenant: Tenant = { people: [owner], projects: new Map() };
  for (const { role, ...person } of others) {
    const at = clock.daysAgo(89, 9);
    await owner.act(at, (actor) => organizationService.invite(actor, { email: person.email, role }));
    tenant.people.push(await join(person, clock));
  }
  for (const project of projects) {
    const { id } = await owner.act(clock.daysAgo(88, 13), (actor) =>
      projectService.create(actor, { name: project }),
    );
    tenant.projects.set(project, id);
  }
  return tenant;
}

async function join(person: Person, clock: Clock): Promise<Visitor> {
  const visitor = await Visitor.signUp(person, clock.daysAgo(88, 9));
  await visitor.act(clock.daysAgo(88, 10), async (actor, headers) => {
    const [invitation] = await organizationService.listInvitations(actor, "me");
    if (!invitation) throw new Error(`The demo invitation of ${person.name} is gone.`);
    const organizationId = await organizationService.acceptInvitation(actor, { invitationId: invitation.id });
    await authService.switchOrganization(actor, { organizationId, headers });
  });
  return visitor;
}
