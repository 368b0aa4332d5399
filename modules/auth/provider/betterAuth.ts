import { betterAuth } from "better-auth";
import { admin, organization } from "better-auth/plugins";
import { readEnv } from "@/env";
import { authDatabase } from "@/modules/auth/auth.repo";
import { activateOrganization, checkRequest, recordOutcome, recordSignOut } from "./hooks";
import { logWithoutValues } from "./logger";
import { rateLimit } from "./rateLimit";
import { clientAddressHeader } from "./request";

let instance: ReturnType<typeof createAuth> | undefined;

/** Made at the first call: an instance made on import would ask `next build` for a database and a secret. */
export function getAuth() {
  instance ??= createAuth();
  return instance;
}

const weekInSeconds = 7 * 24 * 60 * 60;

function createAuth() {
  const { AUTH_SECRET, APP_URL } = readEnv();
  return betterAuth({
    secret: AUTH_SECRET,
    baseURL: APP_URL,
    trustedOrigins: APP_URL === undefined ? originsOfHost : [],
    database: authDatabase(),
    advanced: {
      // Said outright, since better-auth would leave both checks out under a test runner.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      database: { generateId: "uuid" },
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
    },
    emailAndPassword: { enabled: true, minPasswordLength: 10, maxPasswordLength: 128 },
    // A page can't set cookies: a session that grew while one renders would outlive its cookie.
    session: { expiresIn: weekInSeconds, disableSessionRefresh: true },
    rateLimit,
    hooks: { before: checkRequest, after: recordOutcome },
    databaseHooks: {
      session: { create: { before: activateOrganization }, delete: { after: recordSignOut } },
    },
    logger: { level: "error", log: logWithoutValues },
    onAPIError: { throw: true },
    plugins: [organization(), admin()],
  });
}

/** Without a configured origin a request must come from the host it is sent to, as Next asks of server actions. */
async function originsOfHost(request?: Request): Promise<string[]> {
  const host = request?.headers.get("host");
  return host ? [`http://${host}`, `https://${host}`] : [];
}
