import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { captureErrors } from "@/tests/integration/auditLogSupport";
import {
  follow,
  freshPost,
  listeningPids,
  log,
  markNow,
  storeSilently,
} from "@/tests/integration/auditLogLiveSupport";
import { patience } from "@/tests/setup/patience";
import { openProxy } from "./support/proxy";

const proxy = await openProxy(process.env.DATABASE_URL ?? "");
process.env.DATABASE_URL = proxy.url;

it("a stream outlives an outage of the database, and tells what it missed", async () => {
  captureErrors();
  const post = freshPost();
  const since = await markNow();
  const listener = await follow(post, { since });
  // From then on nobody looks: a look that the outage cuts off would end the stream.
  const first = await log(post);
  await expect.poll(() => listener.news, patience).toEqual([first]);
  const missed = await storeSilently(post);
  await proxy.goAway();
  const spooled = await log(post);
  // Long enough for some vain attempts at a new connection.
  await delay(500);
  expect(listener.isEnded).toBe(false);
  expect(listener.told).toHaveLength(1);
  await proxy.comeBack();
  await expect.poll(() => listener.news, patience).toEqual([spooled, missed, first]);
  expect(await listeningPids()).toHaveLength(1);
  const next = await log(post);
  await expect.poll(() => listener.news, patience).toContain(next);
});
