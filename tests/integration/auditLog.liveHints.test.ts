import { describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { patience } from "@/tests/setup/patience";
import { connect, entry } from "./auditLogSupport";
import { about, follow, freshPost, hear, log } from "./auditLogLiveSupport";

describe("hints", () => {
  it("come four times a second at most, and name no resource", async () => {
    const heard = await hear();
    const post = freshPost();
    const began = performance.now();
    for (let round = 0; round < 20; round++)
      await Promise.all(Array.from({ length: 10 }, () => auditLogService.log(about(post))));
    const last = freshPost();
    await log(last);
    // The last one's are there once its hint is, which comes after all others.
    await expect.poll(() => new Set(heard.flatMap((payload) => payload.split(" "))).size, patience).toBe(2);
    const quarters = Math.ceil((performance.now() - began) / 250);
    expect(heard.length).toBeLessThanOrEqual(quarters);
    const told = heard.join(" ");
    expect(told).toMatch(/^[\w -]+$/);
    for (const known of [post.id, post.organizationId, last.id]) expect(told).not.toContain(known);
  });

  it("speak of any resource where there are many", async () => {
    const heard = await hear();
    const { organizationId } = freshPost();
    const related = Array.from({ length: 600 }, (_, at) => ({ type: "post", id: `many-${at}` }));
    await auditLogService.log(entry({ organizationId, related }));
    await expect.poll(() => heard, patience).toEqual(["*"]);
  });

  it("are not part of the caller's transaction: it may roll back", async () => {
    const heard = await hear();
    const rollBack = new Error("rolled back");
    const ended = db.transaction(async (tx) => {
      await auditLogService.log(about(freshPost()), { tx });
      await expect.poll(() => heard.length, patience).toBe(1);
      throw rollBack;
    });
    await expect(ended).rejects.toBe(rollBack);
  });

  it("of somebody else make nobody fail", async () => {
    const post = freshPost();
    const listener = await follow(post);
    const stranger = connect();
    for (const payload of ["", " ", "constructor", "x".repeat(7_999)])
      await stranger`select pg_notify('audit_log', ${payload})`;
    const mine = await log(post);
    await expect.poll(() => listener.told, patience).toEqual([[mine]]);
  });
});
