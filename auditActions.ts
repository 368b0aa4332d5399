import { auditLogActions } from "@/modules/auditLog/auditLog.actions";
import { authActions } from "@/modules/auth/auth.actions";
import { billingActions } from "@/modules/billing/billing.actions";
import { organizationActions } from "@/modules/organization/organization.actions";
import { postActions } from "@/modules/post/post.actions";
import { projectActions } from "@/modules/project/project.actions";
import { userActions } from "@/modules/user/user.actions";

/** Every action this application logs. The feed reads its sentences here, and `log()` its types. */
export const auditActions = {
  ...auditLogActions,
  ...authActions,
  ...billingActions,
  ...organizationActions,
  ...postActions,
  ...projectActions,
  ...userActions,
};

declare module "@/modules/auditLog/auditLog.types" {
  interface Register {
    actions: typeof auditActions;
  }
}
