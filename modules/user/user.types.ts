import { labelSchema, type PlatformRole } from "@/modules/access/access.types";

/** An account as administrators see it. */
export type User = {
  id: string;
  name: string;
  email: string;
  role: PlatformRole;
  banned: boolean;
  banReason: string | null;
};

/** What colleagues see of a person. */
export type Profile = { id: string; name: string; email: string };

export const userNameSchema = labelSchema(120, "A name is needed.");
export const banReasonSchema = labelSchema(500, "A reason is needed.");
