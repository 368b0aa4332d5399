import { createHmac, timingSafeEqual } from "node:crypto";
import { keyFor } from "@/modules/auditLog/secretKey";

/** What a cursor belongs to: a list's name, its tenant, whatever else it asks for. */
export type List = readonly (string | null | undefined)[];

const idBytes = 16;
const tagBytes = 12;
const length = Math.ceil(((idBytes + tagBytes) * 4) / 3);

/**
 * A place in a list, as it travels in a page's address: the id of the last entry that was shown, bound to the
 * list by a keyed hash (HMAC-SHA-256, cut to 96 bits), so that it opens in no other.
 */
export function sealCursor(id: string, list: List): string {
  const bytes = Buffer.from(id.replaceAll("-", ""), "hex");
  return Buffer.concat([bytes, tagOf(bytes, list)]).toString("base64url");
}

/** The id in a cursor; null for one of another list, and for what is none at all. */
export function openCursor(cursor: string | null | undefined, list: List): string | null {
  if (typeof cursor !== "string" || cursor.length !== length) return null;
  const bytes = Buffer.from(cursor, "base64url");
  if (bytes.length !== idBytes + tagBytes) return null;
  const id = bytes.subarray(0, idBytes);
  return timingSafeEqual(bytes.subarray(idBytes), tagOf(id, list)) ? toUuid(id.toString("hex")) : null;
}

function tagOf(id: Buffer, list: List): Buffer {
  const belongsTo = JSON.stringify(list.map((part) => part ?? null));
  return createHmac("sha256", keyFor("audit log: cursor"))
    .update(id)
    .update(belongsTo)
    .digest()
    .subarray(0, tagBytes);
}

function toUuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
