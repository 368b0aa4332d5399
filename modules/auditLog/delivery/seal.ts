import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { keyFor } from "@/modules/auditLog/secretKey";
import { parseJson, spoolRecordSchema, type SpoolRecord } from "./spool/record";

const algorithm = "aes-256-gcm";
const version = "v1";
/** In bytes, in the order in which they stand before the ciphertext. */
const sizes = { keyId: 4, nonce: 12, tag: 16 };

/** Why a sealed entry can't be opened. The message names no value and no key. */
export class SealError extends Error {
  override readonly name = "SealError";
}

/**
 * Makes of a record a text that only this application's secret opens: `v1.<length>.<base64url>`, of the
 * key's id, nonce, tag and the gzipped record under AES-256-GCM.
 */
export function seal(record: SpoolRecord): string {
  const { key, keyId } = readKey();
  const nonce = randomBytes(sizes.nonce);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: sizes.tag });
  const sealed = [cipher.update(gzipSync(JSON.stringify(record))), cipher.final()];
  const bytes = Buffer.concat([keyId, nonce, cipher.getAuthTag(), ...sealed]).toString("base64url");
  return `${version}.${bytes.length}.${bytes}`;
}

/** @throws SealError for what is no sealed record, of another version or secret, cut short or altered. */
export function unseal(text: string): SpoolRecord {
  const bytes = toBytes(text);
  const { key, keyId } = readKey();
  if (!bytes.subarray(0, sizes.keyId).equals(keyId))
    throw new SealError(
      "was sealed under another secret: run this with the AUDIT_LOG_SECRET (or AUTH_SECRET) of the process that wrote it",
    );
  const result = spoolRecordSchema.safeParse(parseJson(decrypt(bytes, key)));
  if (!result.success)
    throw new SealError("holds a record of another shape: open it with the release that sealed it");
  return result.data;
}

function toBytes(text: string): Buffer {
  const [, found = "", length = "", bytes = ""] = /^(v\d+)\.(?:(\d+)\.)?([\w-]*)$/.exec(text) ?? [];
  if (found === "") throw new SealError("is no sealed entry");
  if (found !== version) throw new SealError(`is of the format ${found}, this release opens ${version}`);
  if (bytes.length !== Number(length || Number.NaN))
    throw new SealError(
      "was cut short, or joined with something else: take the line from a log that keeps long ones",
    );
  return Buffer.from(bytes, "base64url");
}

function decrypt(bytes: Buffer, key: Buffer): string {
  const nonceEnd = sizes.keyId + sizes.nonce;
  const tagEnd = nonceEnd + sizes.tag;
  try {
    const nonce = bytes.subarray(sizes.keyId, nonceEnd);
    const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: sizes.tag });
    decipher.setAuthTag(bytes.subarray(nonceEnd, tagEnd));
    const packed = [decipher.update(bytes.subarray(tagEnd)), decipher.final()];
    return gunzipSync(Buffer.concat(packed)).toString("utf8");
  } catch {
    throw new SealError("was altered since it was sealed");
  }
}

/** The id is derived beside the key, so that it tells nothing of it. */
function readKey(): { key: Buffer; keyId: Buffer } {
  const keyId = keyFor("audit_log.seal.v1.id").subarray(0, sizes.keyId);
  return { key: keyFor("audit_log.seal.v1.key"), keyId };
}
