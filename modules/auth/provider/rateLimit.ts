import type { BetterAuthRateLimitOptions } from "better-auth";
import { clientAddressHeader } from "./request";

const perAddress = { window: 60, max: 20 };

/** Without a trusted proxy nothing tells callers apart: they share a budget that one of them can't use up for long. */
const perEverybody = { window: 10, max: 100 };

function limit(request: Request) {
  return request.headers.has(clientAddressHeader) ? perAddress : perEverybody;
}

/** Counted in the database, so that it holds across processes; windows in seconds. */
export const rateLimit: BetterAuthRateLimitOptions = {
  enabled: true,
  storage: "database",
  customRules: {
    "/sign-in/email": limit,
    "/sign-up/email": limit,
    "/change-password": limit,
    "/**": false,
  },
};
