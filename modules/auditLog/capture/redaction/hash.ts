import { createHmac, hkdfSync } from "node:crypto";
import { readEnv } from "@/env";

let derived: { secret: string; key: Buffer } | undefined;

/**
 * The keyed hash that an action's policy `hash` stores: `hmac:` and base64url. Equal values have equal
 * hashes, so that whoever knows the value finds its entries; without the secret it can't be guessed.
 *
 * @throws EnvironmentError
 */
export function hashForSearch(value: string | number | bigint): string {
  return `hmac:${createHmac("sha256", hashKey()).update(String(value)).digest("base64url")}`;
}

function hashKey(): Buffer {
  const { AUDIT_LOG_SECRET, AUTH_SECRET } = readEnv();
  const secret = AUDIT_LOG_SECRET ?? AUTH_SECRET;
  // A key of its own for each use (RFC 5869): what signs sessions or seals lines hashes nothing.
  if (derived?.secret !== secret)
    derived = { secret, key: Buffer.from(hkdfSync("sha256", secret, "", "audit log: keyed hash", 32)) };
  return derived.key;
}
