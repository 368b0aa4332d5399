import { z } from "zod";
import type { ServiceErrorCode } from "@/modules/access/access.types";

/** What a form can be told: a service's code, or that something broke. */
type FormErrorCode = ServiceErrorCode | "internal";

/** What a person reads. Nothing of a query string is ever shown, only its code looked up here. */
const messages = {
  invalid_input: "Some of what was entered can’t be used. Check the marked fields and try again.",
  malformed_json: "What was sent can’t be read.",
  unauthenticated: "Your session has ended. Sign in again.",
  invalid_credentials: "The e-mail address or the password is wrong.",
  forbidden: "Your role doesn’t allow this. Ask the owner or an administrator of the organization.",
  not_found: "This is gone. It may have been deleted.",
  conflict: "This can’t be done as things stand now. Reload the page and try again.",
  payload_too_large: "This is too long.",
  unsupported_media_type: "What was sent can’t be read.",
  rate_limited: "Too many attempts. Wait a minute and try again.",
  internal: "Something went wrong on our side, and nothing was changed. Try again in a moment.",
} as const satisfies Record<FormErrorCode, string>;

export const formErrorSchema = z.custom<FormErrorCode>(
  (code) => typeof code === "string" && Object.hasOwn(messages, code),
);

/** A form may say more of what one code means there. */
export type FormMessages = Partial<Record<FormErrorCode, string>>;

export function messageOf(code: FormErrorCode, special: FormMessages = {}): string {
  return special[code] ?? messages[code];
}
