import type { OrganizationRole } from "@/modules/access/access.types";

export const roleLabels: Record<OrganizationRole, string> = {
  owner: "Owner",
  admin: "Administrator",
  member: "Member",
};

export const grantableRoles = [
  { value: "member", label: roleLabels.member },
  { value: "admin", label: roleLabels.admin },
];
