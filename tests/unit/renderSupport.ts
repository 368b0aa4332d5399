import type { ReactNode } from "react";
import { prerender } from "react-dom/static";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";

/** What a browser would get, whole. */
export async function toHtml(node: ReactNode): Promise<string> {
  const { prelude } = await prerender(node);
  return new Response(prelude).text();
}

const entities = new Map([
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&#x27;", "'"],
  ["&amp;", "&"],
]);

/** What a person reads of it. */
export async function toText(node: ReactNode): Promise<string> {
  const html = await toHtml(node);
  const text = html.replaceAll(/<!--.*?-->|<[^>]*>/gs, "");
  return text.replaceAll(/&(lt|gt|quot|#x27|amp);/g, (entity) => entities.get(entity) ?? entity);
}

export function entryOf(change: Partial<AuditLogEntry> = {}): AuditLogEntry {
  return {
    id: "019a0000-0000-7000-8000-000000000000",
    organizationId: "acme",
    actorType: "user",
    actorId: "6b1f0c1e-0000-4000-8000-000000000001",
    actorName: "Ana Lindqvist",
    impersonatorId: null,
    impersonatorName: null,
    action: "post.deleted",
    outcome: "success",
    resourceType: "post",
    resourceId: "6b1f0c1e-0000-4000-8000-000000000002",
    resourceName: "Q3 plan",
    changes: null,
    metadata: {},
    ip: null,
    userAgent: null,
    requestId: null,
    createdAt: new Date("2026-03-01T10:20:30.400Z"),
    recordedAt: new Date("2026-03-01T10:20:30.500Z"),
    ...change,
  };
}
