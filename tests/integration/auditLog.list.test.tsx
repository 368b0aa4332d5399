import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { AuditLogList } from "@/components/auditLog/AuditLogList";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { toHtml, toText } from "@/tests/unit/auditLogSupport";
import { captureErrors, entry, freshId } from "./auditLogSupport";

const ana = { type: "user", id: "u1", name: "Ana Lindqvist", organizationId: "acme" } as const;

it("tells a resource's entries with two props, newest first", async () => {
  const post = { resourceType: "post", resourceId: freshId("post"), resourceName: "Q3 plan" };
  await auditLogService.log({ ...post, action: "post.created", actor: ana });
  const changes = auditLogService.changes({ title: "Q3" }, { title: "Q3 plan" });
  await auditLogService.log({ ...post, action: "post.updated", actor: ana, changes });
  await auditLogService.log({ ...entry(), actor: { ...ana, name: "Somebody else" } });

  const text = await toText(<AuditLogList resourceId={post.resourceId} resourceType="post" />);
  expect(text).toMatch(
    /^ALAna Lindqvist edited the post “Q3 plan”nowtitleQ3 → Q3 planALAna Lindqvist created the post “Q3 plan”now$/,
  );
});

it("keeps to a tenant, a page and its size", async () => {
  const resourceId = freshId("post");
  const log = (organizationId: string) => auditLogService.log(entry({ resourceId, organizationId }));
  const [first, second] = [await log("acme"), await log("acme"), await log("other")];
  const list = (cursor: string | null) => (
    <AuditLogList
      cursor={cursor}
      limit={1}
      organizationId="acme"
      resourceId={resourceId}
      resourceType="post"
    />
  );
  const page = await toHtml(list(null));
  expect(page.match(/data-entry-id="[^"]+"/g)).toEqual([`data-entry-id="${second.id}"`]);
  expect(page).toContain(`href="?cursor=${second.id}"`);
  const last = await toHtml(list(second.id));
  expect(last.match(/data-entry-id="[^"]+"/g)).toEqual([`data-entry-id="${first.id}"`]);
  expect(last).not.toContain("<a ");
});

it("says that it failed where the table is away, without a word of the query", async () => {
  const written = captureErrors();
  await db.execute(sql`alter table audit_logs rename to gone`);
  const text = await toText(<AuditLogList resourceId="CANARY" resourceType="post" />);
  await db.execute(sql`alter table gone rename to audit_logs`);
  expect(text).toBe("The activity can’t be shown just now. Reload the page to try again.");
  expect(written).toEqual([JSON.stringify({ level: "error", event: "audit_log.feed_failed" })]);
});
