import type postgres from "postgres";
import type { AuditLogInput } from "@/modules/auditLog/auditLog.types";
import type { ImportMapping } from "@/modules/auditLog/import/import.types";

/** How an application's own table of who did what, or its export, is told as entries. */
export const mapping: ImportMapping = {
  map: {
    action: "action",
    at: "happened_at",
    actorType: "actor_type",
    actor: "actor_id",
    actorName: "actor_name",
    impersonator: "impersonator_id",
    impersonatorName: "impersonator_name",
    organization: "organization_id",
    resourceType: "resource_type",
    resourceId: "resource_id",
    resourceName: "resource_name",
    outcome: "outcome",
    changes: "changes",
    metadata: "metadata",
    related: "project/{project_id}",
  },
};

type Activity = ReturnType<typeof toActivity>;

const rowsAtOnce = 1_000;

/** The same as `inputs`, one JSON object a line. */
export function toLines(inputs: readonly AuditLogInput[]): Buffer[] {
  return inPieces(inputs).map((rows) => Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join("")));
}

/** The same as a table `activity`. */
export async function createHistory(sql: postgres.Sql, inputs: readonly AuditLogInput[]): Promise<void> {
  await sql`create table activity (number bigint generated always as identity primary key, action text not null,
    happened_at timestamptz not null, actor_type text, actor_id text, actor_name text, impersonator_id text,
    impersonator_name text, organization_id text, resource_type text, resource_id text, resource_name text,
    outcome text, changes jsonb, metadata jsonb, project_id text)`;
  for (const rows of inPieces(inputs)) {
    await sql`insert into activity (action, happened_at, actor_type, actor_id, actor_name, impersonator_id,
        impersonator_name, organization_id, resource_type, resource_id, resource_name, outcome, changes, metadata,
        project_id)
      select action, happened_at, actor_type, actor_id, actor_name, impersonator_id,
        impersonator_name, organization_id, resource_type, resource_id, resource_name, outcome, changes, metadata,
        project_id
      from jsonb_populate_recordset(null::activity, ${JSON.stringify(rows)}::text::jsonb)`;
  }
  await sql`vacuum analyze activity`;
}

function inPieces(inputs: readonly AuditLogInput[]): Activity[][] {
  const pieces: Activity[][] = [];
  for (let from = 0; from < inputs.length; from += rowsAtOnce) {
    pieces.push(inputs.slice(from, from + rowsAtOnce).map(toActivity));
  }
  return pieces;
}

function toActivity({ actor, related, ...input }: AuditLogInput) {
  return {
    action: input.action,
    happened_at: input.occurredAt,
    actor_type: actor?.type,
    actor_id: actor?.id,
    actor_name: actor?.name,
    impersonator_id: actor?.impersonator?.id,
    impersonator_name: actor?.impersonator?.name,
    organization_id: input.organizationId,
    resource_type: input.resourceType,
    resource_id: input.resourceId,
    resource_name: input.resourceName,
    outcome: input.outcome,
    changes: input.changes,
    metadata: input.metadata,
    project_id: related?.[0]?.id,
  };
}
