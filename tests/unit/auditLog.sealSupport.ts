import { vi } from "vitest";
import type { SpoolRecord } from "@/modules/auditLog/delivery/spool/record";

/** Sealing as a process of its own with this secret would do it. */
export async function sealWith(settings: { AUDIT_LOG_SECRET?: string; AUTH_SECRET: string }) {
  vi.resetModules();
  vi.stubEnv("DATABASE_URL", "postgres://app@db.example.com/app");
  vi.stubEnv("AUTH_SECRET", settings.AUTH_SECRET);
  vi.stubEnv("AUDIT_LOG_SECRET", settings.AUDIT_LOG_SECRET);
  return import("@/modules/auditLog/delivery/seal");
}

export const secret = "a-secret-for-tests-and-nothing-else";

export function recordOf(change: Partial<SpoolRecord["entry"]> = {}): SpoolRecord {
  return {
    entry: {
      id: "019a0000-0000-7000-8000-000000000000",
      organization_id: "acme",
      actor_type: "user",
      actor_id: "u1",
      actor_name: "Ana Lindqvist",
      impersonator_id: null,
      impersonator_name: null,
      action: "post.deleted",
      outcome: "success",
      resource_type: "post",
      resource_id: "p1",
      resource_name: "Q3 plan",
      changes: { title: { from: "Q3", to: null } },
      metadata: { reason: "duplicate", nested: [1, { deep: true }] },
      ip: "192.0.2.7",
      user_agent: "Mozilla/5.0",
      request_id: "r1",
      created_at: "2026-03-01T10:20:30.400Z",
      ...change,
    },
    code: "ECONNREFUSED",
    at: "2026-03-01T10:20:31.000Z",
  };
}
