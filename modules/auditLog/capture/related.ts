import type { ResourceRef } from "@/modules/auditLog/auditLog.types";
import { read } from "./objects";
import { textOf, toId, toKind } from "./text";

const relatedLimit = 1_000;

/** The resources named, once each, a thousand at most; null where none is. */
export function toRelated(given: unknown): ResourceRef[] | null {
  const length = Math.min(Number(textOf(read(given, "length"))) || 0, 2 * relatedLimit);
  const distinct = new Map<string, ResourceRef>();
  for (let at = 0; at < length && distinct.size < relatedLimit; at++) {
    const resource = toResource(read(given, String(at)));
    if (resource) distinct.set(`${resource.type}\0${resource.id}`, resource);
  }
  return distinct.size > 0 ? [...distinct.values()] : null;
}

function toResource(given: unknown): ResourceRef | null {
  const type = textOf(read(given, "type"));
  const id = textOf(read(given, "id"));
  return type === null || id === null ? null : { type: toKind(type), id: toId(id) };
}
