import { z } from "zod";
import { labelSchema } from "@/modules/access/access.types";

const email = z.email().max(254);
const knownPassword = z.string().min(1).max(128);
const newPassword = z.string().min(10).max(128);

/** What signing in takes. Strict: no address to be redirected to, nor any other option, comes from outside. */
export const signInSchema = z.strictObject({ email, password: knownPassword });
export type SignInInput = z.input<typeof signInSchema>;

/** What a new account takes. A password has 10 to 128 characters. */
export const signUpSchema = z.strictObject({
  name: labelSchema(100, "A name is needed."),
  email,
  password: newPassword,
});
export type SignUpInput = z.input<typeof signUpSchema>;

/** What a change of password takes; `revokeOtherSessions` signs the person's other browsers out. */
export const changePasswordSchema = z.strictObject({
  currentPassword: knownPassword,
  newPassword,
  revokeOtherSessions: z.boolean().optional(),
});
export type ChangePasswordInput = Pick<
  z.input<typeof changePasswordSchema>,
  "currentPassword" | "newPassword"
>;

/** The caller's request headers: the session's cookie, the address and the agent are read from them. */
export type RequestHeaders = { headers: Headers };

/**
 * What a change of session answers. In a server action or route the cookies are set already; `headers`
 * holds them again, as `Set-Cookie`, for callers outside a request.
 */
export type SessionChange = { headers: Headers };

/** A session that began: whose it is, and its cookies. */
export type SignedIn = SessionChange & { userId: string };

/** As much of a session as tells who it is and in which tenant. */
export const sessionReferenceSchema = z.object({
  userId: z.string(),
  activeOrganizationId: z.string().nullish(),
  impersonatedBy: z.string().nullish(),
});
export type SessionReference = z.output<typeof sessionReferenceSchema>;
