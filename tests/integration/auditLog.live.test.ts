import { createInterface } from "node:readline";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { spawnScript } from "@/tests/setup/embedded";
import { patience } from "@/tests/setup/patience";
import { entry, freshId } from "./auditLogSupport";
import {
  about,
  follow,
  freshPost,
  hear,
  listeningPids,
  log,
  markNow,
  onlyHints,
  storeSilently,
} from "./auditLogLiveSupport";

describe("a feed left open is told", () => {
  it("of what another process stored", async () => {
    const post = freshPost();
    const listener = await follow(post);
    const other = spawnScript(["tests/integration/auditLogLiveProcess.ts", post.organizationId, post.id]);
    const said: string[] = [];
    createInterface({ input: other.stdout }).on("line", (line) => said.push(line));
    await expect.poll(() => listener.told, patience).toHaveLength(1);
    expect(listener.told).toEqual([said]);
  });

  it("of all since the page, each time, and of other resources' that concern it", async () => {
    const post = freshPost();
    const listener = await follow(post);
    const first = await log(post);
    await expect.poll(() => listener.news, patience).toEqual([first]);
    const related = [{ type: "post", id: post.id }];
    const second = await auditLogService.log(entry({ organizationId: post.organizationId, related }));
    await expect.poll(() => listener.news, patience).toEqual([second.id, first]);
  });

  it("of nothing that was there before, of another resource or of another tenant", async () => {
    const post = freshPost();
    await log(post);
    const listener = await follow(post);
    await log({ ...post, id: freshId("live") });
    await log({ ...post, organizationId: freshId("organization") });
    const mine = await log(post);
    await expect.poll(() => listener.told, patience).toEqual([[mine]]);
  });

  it("of an entry whose transaction commits late, although newer ones were seen", async () => {
    const post = freshPost();
    const { late, since } = await db.transaction(async (tx) => {
      const { id } = await auditLogService.log(about(post), { tx });
      expect((await log(post)) > id).toBe(true);
      return { late: id, since: await markNow() };
    });
    const listener = await follow(post, { since });
    await expect.poll(() => listener.told, patience).toEqual([[late]]);
  });

  it("of an entry whose transaction commits after its hint", async () => {
    const post = freshPost();
    const pace = { ...onlyHints, againMs: [1_000, 10_000] };
    const listener = await follow(post, { pace });
    const hints = await hear();
    const { late, newer } = await db.transaction(async (tx) => {
      const { id } = await auditLogService.log(about(post), { tx });
      await expect.poll(() => hints.length, patience).toBe(1);
      // What is told of this one shows that somebody looked since, and did not see the other yet.
      const seen = await log(post);
      await expect.poll(() => listener.told, patience).toEqual([[seen]]);
      return { late: id, newer: seen };
    });
    await expect.poll(() => listener.told, patience).toEqual([[newer], [newer, late]]);
  });

  it("of a hundred at most", async () => {
    const post = freshPost();
    const listener = await follow(post);
    await auditLogService.logMany(Array.from({ length: 130 }, () => about(post)));
    await expect.poll(() => listener.news.length, patience).toBe(100);
  });

  it("after its connection was lost, of what was stored meanwhile", async () => {
    const post = freshPost();
    const listener = await follow(post);
    const [pid] = await listeningPids();
    const first = await log(post);
    await expect.poll(() => listener.told, patience).toEqual([[first]]);
    const missed = await storeSilently(post);
    await db.execute(sql`select pg_terminate_backend(${pid})`);
    await expect.poll(() => listener.news, patience).toEqual([missed, first]);
    const next = await log(post);
    await expect.poll(() => listener.news, patience).toEqual([next, missed, first]);
    expect(await listeningPids()).not.toContain(pid);
  });

  it("when it comes back, of what was stored while it was away", async () => {
    const post = freshPost();
    const since = await markNow();
    await (await follow(post, { since })).leave();
    const missed = await log(post);
    const listener = await follow(post, { since });
    await expect.poll(() => listener.told, patience).toEqual([[missed]]);
  });

  it("by and by, where no hint arrives at all", async () => {
    const post = freshPost();
    const listener = await follow(post, { pace: { ...onlyHints, recheckMs: 50 } });
    const silent = await storeSilently(post);
    await expect.poll(() => listener.told, patience).toEqual([[silent]]);
  });
});
