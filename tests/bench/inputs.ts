import type postgres from "postgres";
import { z } from "zod";
import type {
  ActorType,
  AuditLogInput,
  Changes,
  Outcome,
  ResourceRef,
} from "@/modules/auditLog/auditLog.types";

type Row = {
  organization_id: string;
  actor_type: ActorType;
  actor_id: string | null;
  actor_name: string | null;
  impersonator_id: string | null;
  impersonator_name: string | null;
  action: string;
  outcome: Outcome;
  resource_type: string;
  resource_id: string;
  resource_name: string | null;
  changes: Changes | null;
  metadata: Record<string, unknown>;
  created_at: Date;
  related: ResourceRef[] | null;
};

/**
 * The newest entries of a filled log, oldest first, as callers would hand them over: written again they touch as many
 * actors and resources as in production. `isDated`: each with its own time, as in a backfill.
 */
export async function readNewest(
  sql: postgres.Sql,
  { count, isDated }: { count: number; isDated: boolean },
): Promise<AuditLogInput[]> {
  const since = sql`id >= (select id from audit_logs order by id desc offset ${count - 1} limit 1)`;
  const rows = await sql<Row[]>`
    select entry.*, others.related
    from (select * from audit_logs where ${since}) as entry
    left join (
      select id, json_agg(json_build_object('type', resource_type, 'id', resource_id)) as related
      from audit_log_related where ${since} group by id
    ) as others using (id)
    order by id`;
  if (rows.length !== count)
    throw new Error(`${count} entries were to be written again, ${rows.length} found`);
  return rows.map((row) => toInput(row, isDated));
}

const known = z.custom<AuditLogInput>(
  (given) => z.object({ action: z.string().includes(".") }).safeParse(given).success,
  "An entry of the filled log has no action by which it could be logged",
);

function toInput(row: Row, isDated: boolean): AuditLogInput {
  const impersonator =
    row.impersonator_id === null ? null : { id: row.impersonator_id, name: row.impersonator_name };
  return known.parse({
    actor: { type: row.actor_type, id: row.actor_id, name: row.actor_name, impersonator },
    organizationId: row.organization_id,
    action: row.action,
    outcome: row.outcome,
    resourceType: row.resource_type,
    resourceId: row.resource_id,
    resourceName: row.resource_name,
    changes: row.changes,
    metadata: row.metadata,
    related: row.related ?? undefined,
    occurredAt: isDated ? row.created_at : undefined,
  });
}
