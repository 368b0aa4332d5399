import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { AuditLogList } from "@/components/auditLog/AuditLogList";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { toHtml, toText } from "@/tests/unit/renderSupport";
import { captureErrors, entry, freshId } from "./auditLogSupport";

const ana = { type: "user", id: "u1", name: "Ana Lindqvist", organizationId: "acme" } as const;

it("tells a resource's entries with two props, newest first", async () => {
  const post = { resourceType: "post", resourceId: freshId("post"), resourceName: "Q3 plan" };
  await auditLogService.log({ ...post, action: "post.created", actor: ana });
  const changes = auditLogService.changes({ title: "Q3" }, { title: "Q3 plan" });
  await auditLogService.log({ ...post, action: "post.updated", actor: ana, changes });
  await auditLogService.log({ ...entry(), actor: { ...ana, name: "Somebody else" } });

  const text = await toText(<AuditLogList resourceId={post.resourceId} resourceType="post" />);
  const now = String.raw`now[^→]*?\d\d:\d\d:\d\d UTC`;
  expect(text).toMatch(
    new RegExp(
      `^TodayALAna Lindqvist edited the post “Q3 plan”${now}titleQ3 → Q3 planALAna Lindqvist created the post “Q3 plan”${now}Times in UTC$`,
    ),
  );
});

it("keeps to a tenant, a page and its size", async () => {
  const resourceId = freshId("post");
  const log = (organizationId: string) => auditLogService.log(entry({ resourceId, organizationId }));
  await auditLogService.log({ ...entry({ resourceId, organizationId: "acme" }), action: "post.created" });
  const [first, second] = [await log("acme"), await log("other")];
  const list = (cursor: string | null) => (
    <AuditLogList
      cursor={cursor}
      limit={1}
      olderHref={(older) => `/posts/1?tab=log&cursor=${encodeURIComponent(older)}`}
      organizationId="acme"
      resourceId={resourceId}
      resourceType="post"
    />
  );
  const page = await toHtml(list(null));
  expect(page.match(/data-entry-id="[^"]+"/g)).toEqual([`data-entry-id="${first.id}"`]);
  const [, cursor = ""] = /href="\/posts\/1\?tab=log&amp;cursor=([^"]+)"/.exec(page) ?? [];
  const last = await toHtml(list(decodeURIComponent(cursor)));
  expect(last).toContain("created the post");
  expect(last).not.toContain(`data-entry-id="${second.id}"`);
  expect(last.match(/<a [^>]*href="[^"]+"/g)?.map((link) => link.split("href=")[1])).toEqual([
    '"/posts/1?tab=log"',
  ]);
});

it("never ends a page inside a run, so that paging folds what one page would", async () => {
  const resourceId = freshId("post");
  for (let times = 0; times < 3; times++) await auditLogService.log(entry({ resourceId }));
  await auditLogService.log({ ...entry({ resourceId }), action: "post.published" });
  const list = (limit: number) =>
    toText(<AuditLogList cursor={null} limit={limit} resourceId={resourceId} resourceType="post" />);
  expect(await list(4)).toContain("3 times at ");
  const page = await list(3);
  expect(page).toContain("published the post");
  expect(page).not.toContain("edited the post");
  expect(page).toContain("Older activity");
});

it("is read in the viewer's language and zone", async () => {
  const resourceId = freshId("post");
  await auditLogService.log(entry({ resourceId, actor: ana }));
  const display = { locale: "ar", timeZone: "Asia/Kathmandu" };
  const text = await toText(<AuditLogList display={display} resourceId={resourceId} resourceType="post" />);
  expect(text).toContain("عدّل Ana Lindqvist المنشور");
  expect(text).toContain("الأوقات حسب توقيت نيبال");
});

it("says that it failed where the table is away, without a word of the query", async () => {
  const written = captureErrors();
  await db.execute(sql`alter table audit_logs rename to gone`);
  const text = await toText(<AuditLogList resourceId="CANARY" resourceType="post" />);
  await db.execute(sql`alter table gone rename to audit_logs`);
  expect(text).toBe("The activity can’t be shown just now. Reload the page to try again.");
  expect(written).toEqual([JSON.stringify({ level: "error", event: "audit_log.feed_failed" })]);
});
