import { z } from "zod";
import { defineAuditActions } from "@/modules/auditLog/auditLog.actions";

const member = { memberId: z.string(), memberName: z.string() };

export const organizationActions = defineAuditActions({
  "organization.created": { message: { en: "{actor} created the organization {resource}" } },
  "organization.renamed": {
    message: { en: "{actor} renamed the organization {resource}" },
    attempt: { en: "{actor} tried to rename {resource}" },
  },
  "organization.member_invited": {
    metadata: z.object({ email: z.string(), role: z.string() }),
    message: { en: "{actor} invited {email} to {resource} as {role}" },
    attempt: { en: "{actor} tried to invite somebody to {resource}" },
  },
  "organization.invitation_canceled": {
    metadata: z.object({ email: z.string() }),
    message: { en: "{actor} canceled the invitation of {email} to {resource}" },
    attempt: { en: "{actor} tried to cancel an invitation: {resource}" },
  },
  "organization.member_joined": {
    metadata: z.object({ role: z.string() }),
    message: { en: "{actor} joined {resource} as {role}" },
    attempt: { en: "{actor} tried to accept an invitation: {resource}" },
  },
  "organization.member_removed": {
    metadata: z.object(member),
    message: { en: "{actor} removed {memberName} from {resource}" },
    attempt: { en: "{actor} tried to remove a member: {resource}" },
  },
  "organization.member_role_changed": {
    metadata: z.object(member),
    message: { en: "{actor} changed the role of {memberName} in {resource}" },
    attempt: { en: "{actor} tried to change a member’s role: {resource}" },
  },
  "organization.ownership_transferred": {
    metadata: z.object(member),
    message: { en: "{actor} transferred the ownership of {resource} to {memberName}" },
    attempt: { en: "{actor} tried to transfer the ownership: {resource}" },
  },
});
