import { z } from "zod";
import { defineAuditActions } from "@/modules/auditLog/auditLog.actions";

const member = { memberId: z.string(), memberName: z.string() };

export const organizationActions = defineAuditActions({
  "organization.created": {
    message: { en: "{actor} created the organization {resource}", ar: "أنشأ {actor} المؤسسة {resource}" },
  },
  "organization.renamed": {
    message: { en: "{actor} renamed the organization {resource}", ar: "غيّر {actor} اسم المؤسسة {resource}" },
    attempt: { en: "{actor} tried to rename {resource}", ar: "حاول {actor} تغيير اسم {resource}" },
  },
  "organization.member_invited": {
    metadata: z.object({ email: z.string(), role: z.string() }),
    message: {
      en: "{actor} invited {email} to {resource} as {role}",
      ar: "وجّه {actor} دعوة إلى {email} للانضمام إلى {resource} بصفة {role, select, owner {مالك} admin {مدير} member {عضو} other {{role}}}",
    },
    attempt: {
      en: "{actor} tried to invite somebody to {resource}",
      ar: "حاول {actor} دعوة شخص إلى {resource}",
    },
  },
  "organization.invitation_canceled": {
    metadata: z.object({ email: z.string() }),
    message: {
      en: "{actor} canceled the invitation of {email} to {resource}",
      ar: "ألغى {actor} دعوة {email} إلى {resource}",
    },
    attempt: {
      en: "{actor} tried to cancel an invitation: {resource}",
      ar: "حاول {actor} إلغاء دعوة: {resource}",
    },
  },
  "organization.member_joined": {
    metadata: z.object({ role: z.string() }),
    message: {
      en: "{actor} joined {resource} as {role}",
      ar: "انضم {actor} إلى {resource} بصفة {role, select, owner {مالك} admin {مدير} member {عضو} other {{role}}}",
    },
    attempt: {
      en: "{actor} tried to accept an invitation: {resource}",
      ar: "حاول {actor} قبول دعوة: {resource}",
    },
  },
  "organization.member_removed": {
    metadata: z.object(member),
    message: {
      en: "{actor} removed {memberName} from {resource}",
      ar: "أزال {actor} العضو {memberName} من {resource}",
    },
    attempt: { en: "{actor} tried to remove a member: {resource}", ar: "حاول {actor} إزالة عضو: {resource}" },
  },
  "organization.member_role_changed": {
    metadata: z.object(member),
    message: {
      en: "{actor} changed the role of {memberName} in {resource}",
      ar: "غيّر {actor} دور {memberName} في {resource}",
    },
    attempt: {
      en: "{actor} tried to change a member’s role: {resource}",
      ar: "حاول {actor} تغيير دور عضو: {resource}",
    },
  },
  "organization.ownership_transferred": {
    metadata: z.object(member),
    message: {
      en: "{actor} transferred the ownership of {resource} to {memberName}",
      ar: "نقل {actor} ملكية {resource} إلى {memberName}",
    },
    attempt: {
      en: "{actor} tried to transfer the ownership: {resource}",
      ar: "حاول {actor} نقل الملكية: {resource}",
    },
  },
});
