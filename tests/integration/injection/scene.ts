import { sql } from "drizzle-orm";
import { inRequest } from "@/tests/unit/requestScope";
import { auditActions } from "@/auditActions";
import { db } from "@/db/drizzle";
import { makeIdAt } from "@/modules/auditLog/capture/id";
import type { ActionDefinition } from "@/modules/auditLog/auditLog.types";
import { freshId, logAnything } from "@/tests/integration/auditLogSupport";

/** Where a payload was logged: `postId`'s feed has all of its entries. */
export type Scene = { organizationId: string; postId: string; impersonatorId: string };

const definitions: [string, ActionDefinition][] = Object.entries(auditActions);

/** The actions whose sentences name more than who did it and to what, with the names of that. */
const telling = definitions
  .map(([action, { message }]) => ({ action, names: argumentsOf(message.en) }))
  .filter(({ names }) => names.length > 2);

/** Logs a text in every field that comes from outside: by every action, by one that is none, and as an older release may have. */
export async function logEverywhere(text: string, organizationId = freshId("org")): Promise<Scene> {
  const scene = { organizationId, postId: freshId("post"), impersonatorId: freshId("user") };
  await insertRow(text, scene);
  await inRequest(headersOf(text), async () => {
    await logAnything({ ...everywhere(text, scene), action: text, outcome: text });
    for (const { action, names } of telling) {
      const metadata = Object.fromEntries(names.map((name) => [name, text]));
      const about = { resourceType: "post", resourceId: scene.postId };
      await logAnything({ ...everywhere(text, scene), ...about, action, metadata });
    }
  });
  return scene;
}

function argumentsOf(message: string): string[] {
  return [...message.matchAll(/\{(\w+)[},]/g)].map(([, name = ""]) => name);
}

function everywhere(text: string, { organizationId, postId, impersonatorId }: Scene) {
  return {
    organizationId,
    actor: { type: "user", id: text, name: text, impersonator: { id: impersonatorId, name: text } },
    resourceType: text,
    resourceId: text,
    resourceName: text,
    related: [{ type: "post", id: postId }],
    metadata: { [text]: text, nested: { [text]: [text] } },
    changes: { [text]: { from: text, to: [text] }, title: { from: text, to: { [text]: text } } },
  };
}

/** Sent as a browser does: as bytes, and nothing that no header can hold. */
function headersOf(text: string) {
  const bytes = Buffer.from(text.replaceAll(/[\r\n\0]/g, " ")).toString("latin1");
  return { "user-agent": bytes, "x-request-id": bytes };
}

/** Nothing of this release has looked at it. */
async function insertRow(text: string, { organizationId, postId, impersonatorId }: Scene) {
  const { id, at } = makeIdAt(Date.now() - 3_600_000);
  const changes = JSON.stringify({ [text]: { from: text, to: [text] } });
  const metadata = JSON.stringify({ [text]: { [text]: text } });
  await db.execute(sql`
    with row as (
      insert into audit_logs (id, organization_id, actor_type, actor_id, actor_name, impersonator_id, impersonator_name,
        action, outcome, resource_type, resource_id, resource_name, changes, metadata, user_agent, request_id, created_at)
      values (${id}, ${organizationId}, ${text}, ${text}, ${text}, ${impersonatorId}, ${text}, ${text}, ${text}, ${text},
        ${text}, ${text}, ${changes}::jsonb, ${metadata}::jsonb, ${text}, ${text}, ${new Date(at).toISOString()})
      returning id, organization_id)
    insert into audit_log_related (resource_type, resource_id, id, organization_id)
    select 'post', ${postId}, id, organization_id from row`);
}
