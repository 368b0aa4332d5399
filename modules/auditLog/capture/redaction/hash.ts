import { createHmac } from "node:crypto";
import { keyFor } from "@/modules/auditLog/secretKey";

/**
 * The keyed hash that an action's policy `hash` stores: `hmac:` and base64url. Equal values have equal
 * hashes, so that whoever knows the value finds its entries; without the secret it can't be guessed.
 *
 * @throws EnvironmentError
 */
export function hashForSearch(value: string | number | bigint): string {
  return `hmac:${createHmac("sha256", keyFor("audit log: keyed hash")).update(String(value)).digest("base64url")}`;
}
