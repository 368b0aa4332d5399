import { hkdfSync } from "node:crypto";
import { readEnv } from "@/env";

const derived = new Map<string, { secret: string; key: Buffer }>();

/**
 * The key of one use, derived from the log's secret (HKDF, RFC 5869): what signs sessions
 * or seals lines hashes nothing.
 *
 * @throws EnvironmentError
 */
export function keyFor(use: string): Buffer {
  const { AUDIT_LOG_SECRET, AUTH_SECRET } = readEnv();
  const secret = AUDIT_LOG_SECRET ?? AUTH_SECRET;
  const known = derived.get(use);
  if (known?.secret === secret) return known.key;
  const key = Buffer.from(hkdfSync("sha256", secret, "", use, 32));
  derived.set(use, { secret, key });
  return key;
}
