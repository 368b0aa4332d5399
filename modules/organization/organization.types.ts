import { z } from "zod";
import type { BillingAction } from "@/modules/billing/billing.types";
import { labelSchema, type OrganizationRole } from "@/modules/access/access.types";

/** A tenant. */
export type Organization = { id: string; name: string; slug: string };

/** A person in an organization. */
export type Member = { userId: string; name: string; email: string; role: OrganizationRole };

/** An invitation that can still be accepted. */
export type Invitation = {
  id: string;
  organizationId: string;
  organizationName: string;
  email: string;
  role: OrganizationRole;
  expiresAt: Date;
};

export const organizationNameSchema = labelSchema(120, "A name is needed.");

/** Ownership is transferred, never given with an invitation or a change of role. */
export const grantableRoleSchema = z.enum(["admin", "member"]);

export const inviteeSchema = z.email("This is no e-mail address.").max(254).toLowerCase();

/** What happens to an organization; its plan is the billing module's. */
export type OrganizationAction =
  | BillingAction
  | "organization.created"
  | "organization.renamed"
  | "organization.member_invited"
  | "organization.invitation_canceled"
  | "organization.member_joined"
  | "organization.member_removed"
  | "organization.member_role_changed"
  | "organization.ownership_transferred";
