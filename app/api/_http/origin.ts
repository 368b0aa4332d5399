import { readEnv } from "@/env";
import { ServiceError } from "@/modules/access/access.types";

const safeMethods = ["GET", "HEAD", "OPTIONS"];

/**
 * Refuses a change that another site's page asks for. Browsers name the page's origin; programs needn't.
 *
 * @throws ServiceError forbidden
 */
export function requireOwnOrigin(request: Request): void {
  const origin = request.headers.get("origin");
  if (origin === null || safeMethods.includes(request.method) || isOwn(origin, request)) return;
  throw new ServiceError("forbidden", "Requests from other sites are refused.");
}

function isOwn(origin: string, request: Request): boolean {
  const { APP_URL } = readEnv();
  if (APP_URL !== undefined) return origin === APP_URL;
  return URL.canParse(origin) && new URL(origin).host === request.headers.get("host");
}
