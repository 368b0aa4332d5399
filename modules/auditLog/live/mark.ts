import { createHmac, timingSafeEqual } from "node:crypto";
import { firstIdAt } from "@/modules/auditLog/capture/id";
import { keyFor } from "@/modules/auditLog/secretKey";
import type { Mark } from "./live.types";

// What was logged this long before a feed was read may still have been in an open transaction, or on disk. What
// comes later than that stands far down the feed.
const latestMs = 3_600_000;

// It travels in an address. A snapshot grows with the transactions that are open and have written.
const maxLength = 4_000;

/** A mark as a page carries it, signed: `<instant>.<snapshot>.<tag>`. Null for a snapshot that is too long. */
export function sealMark({ at, snapshot }: { at: Date; snapshot: string }): string | null {
  const text = `${at.getTime().toString(36)}.${snapshot}`;
  const mark = `${text}.${tagOf(text)}`;
  return mark.length <= maxLength ? mark : null;
}

/** Null for what is no mark of ours. */
export function openMark(sealed: string): Mark | null {
  const [, text, instant, snapshot, tag] = /^(([0-9a-z]+)\.([0-9:,]+))\.([\w-]+)$/.exec(sealed) ?? [];
  if (!text || !instant || !snapshot || !tag || sealed.length > maxLength) return null;
  if (!isEqual(tag, tagOf(text))) return null;
  const since = new Date(Number.parseInt(instant, 36) - latestMs);
  const month = new Date(Date.UTC(since.getUTCFullYear(), since.getUTCMonth()));
  return { snapshot, since: firstIdAt(since), month: firstIdAt(month) };
}

function tagOf(text: string): string {
  return createHmac("sha256", keyFor("audit log: live mark")).update(text).digest("base64url").slice(0, 16);
}

function isEqual(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
