import { createHmac } from "node:crypto";
import { keyFor } from "@/modules/auditLog/secretKey";
import type { LiveResource } from "./live.types";

/** In a hint: any resource may have new entries. */
export const anyResource = "*";

/** What stands for a resource in a hint, which whoever may connect to the database can hear: a keyed hash. */
export function keyOf({ organizationId, type, id }: LiveResource): string {
  const hash = createHmac("sha256", keyFor("audit log: live hint"));
  return hash
    .update(JSON.stringify([organizationId ?? "", type, id]))
    .digest("base64url")
    .slice(0, 10);
}
