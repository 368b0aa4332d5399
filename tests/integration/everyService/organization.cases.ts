import { billingService } from "@/modules/billing/billing.service";
import { organizationService } from "@/modules/organization/organization.service";
import { createAccount } from "@/tests/integration/authSupport";
import { callAs, refusedCall, type Case } from "./cases";
import { actorOf, createWorld, newcomer, type World } from "./world";

const none = { none: "it takes no input" };

function onOrganization({ organizationId }: World, action: string) {
  return { action, resourceType: "organization", resourceId: organizationId };
}

async function invitationFor(world: World, email: string): Promise<string> {
  const actor = await actorOf(world.owner);
  await organizationService.invite(actor, { email, role: "member" });
  const invitations = await organizationService.listInvitations(actor, "organization");
  return invitations.find((invitation) => invitation.email === email)?.id ?? "";
}

export const organizationCases: Record<string, Case> = {
  "organizationService.create": {
    prepare: ({ stranger }) =>
      callAs(stranger, organizationService.create, {
        input: { name: "Fjord" },
        action: "organization.created",
        resourceType: "organization",
      }),
    unchanged: { none: "each call makes another organization" },
    refused: refusedCall((world) => world.stranger, organizationService.create, { name: 1 }),
  },
  "organizationService.rename": {
    prepare: (world) =>
      callAs(world.admin, organizationService.rename, {
        input: { name: `Acme ${Math.random()}` },
        ...onOrganization(world, "organization.renamed"),
      }),
    unchanged: async (world) => {
      const actor = await actorOf(world.admin);
      await organizationService.rename(actor, { name: "Same" });
      return () => organizationService.rename(actor, { name: " Same " });
    },
    refused: refusedCall((world) => world.admin, organizationService.rename, { name: "" }),
  },
  "organizationService.invite": {
    prepare: (world) =>
      callAs(world.admin, organizationService.invite, {
        input: { email: `guest${Math.random()}@example.com`, role: "member" },
        ...onOrganization(world, "organization.member_invited"),
      }),
    unchanged: async (world) => {
      const actor = await actorOf(world.admin);
      const input = { email: "twice@example.com", role: "member" } as const;
      await organizationService.invite(actor, input);
      return () => organizationService.invite(actor, { ...input, email: "Twice@Example.com" });
    },
    refused: refusedCall((world) => world.admin, organizationService.invite, { email: "x", role: "owner" }),
  },
  "organizationService.cancelInvitation": {
    prepare: async (world) =>
      callAs(world.admin, organizationService.cancelInvitation, {
        input: { invitationId: await invitationFor(world, `canceled${Math.random()}@example.com`) },
        ...onOrganization(world, "organization.invitation_canceled"),
      }),
    unchanged: { none: "what is canceled is not found: that is a refusal" },
    refused: refusedCall((world) => world.admin, organizationService.cancelInvitation, []),
  },
  "organizationService.acceptInvitation": {
    prepare: async (world) => {
      const guest = await createAccount();
      const invitationId = await invitationFor(world, guest.email);
      return callAs(guest, organizationService.acceptInvitation, {
        input: { invitationId },
        ...onOrganization(world, "organization.member_joined"),
      });
    },
    unchanged: { none: "what is accepted is not found: that is a refusal" },
    refused: refusedCall((world) => world.stranger, organizationService.acceptInvitation, "x"),
  },
  "organizationService.removeMember": {
    prepare: async (world) => {
      const person = await newcomer(world);
      return callAs(world.admin, organizationService.removeMember, {
        input: { userId: person.id },
        ...onOrganization(world, "organization.member_removed"),
      });
    },
    unchanged: { none: "who is gone is not found: that is a refusal" },
    refused: refusedCall((world) => world.admin, organizationService.removeMember, { userId: {} }),
  },
  "organizationService.changeMemberRole": {
    prepare: async (world) => {
      const person = await newcomer(world);
      return callAs(world.admin, organizationService.changeMemberRole, {
        input: { userId: person.id, role: "admin" },
        ...onOrganization(world, "organization.member_role_changed"),
      });
    },
    unchanged: async (world) => {
      const person = await newcomer(world);
      const actor = await actorOf(world.admin);
      return () => organizationService.changeMemberRole(actor, { userId: person.id, role: "member" });
    },
    refused: refusedCall((world) => world.admin, organizationService.changeMemberRole, {
      userId: "x",
      role: "owner",
    }),
  },
  "organizationService.transferOwnership": {
    prepare: async () => {
      const world = await createWorld();
      return callAs(world.owner, organizationService.transferOwnership, {
        input: { userId: world.member.id },
        ...onOrganization(world, "organization.ownership_transferred"),
      });
    },
    unchanged: async ({ owner }) => {
      const actor = await actorOf(owner);
      return () => organizationService.transferOwnership(actor, { userId: actor.id });
    },
    refused: refusedCall((world) => world.owner, organizationService.transferOwnership, null),
  },
  "billingService.changePlan": {
    prepare: async () => {
      const world = await createWorld();
      const expected = onOrganization(world, "billing.plan_changed");
      return callAs(world.owner, billingService.changePlan, { input: { plan: "team" }, ...expected });
    },
    unchanged: async ({ owner }) => {
      const actor = await actorOf(owner);
      await billingService.changePlan(actor, { plan: "business" });
      return () => billingService.changePlan(actor, { plan: "business" });
    },
    refused: refusedCall((world) => world.owner, billingService.changePlan, { plan: "gold" }),
  },
  "billingService.cancel": {
    prepare: async () => {
      const world = await createWorld();
      const actor = await actorOf(world.owner);
      await billingService.changePlan(actor, { plan: "team" });
      const expected = { actorId: actor.id, ...onOrganization(world, "billing.canceled") };
      return { call: () => billingService.cancel(actor), expected };
    },
    unchanged: async () => {
      const actor = await actorOf((await createWorld()).owner);
      return () => billingService.cancel(actor);
    },
    refused: none,
  },
};
