import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogLiveService } from "@/modules/auditLog/live/live.service";
import { patience } from "@/tests/setup/patience";
import { connect } from "./auditLogSupport";
import {
  follow,
  freshPost,
  Listener,
  listeningPids,
  log,
  markNow,
  onlyHints,
  tryToFollow,
} from "./auditLogLiveSupport";

describe("a stream ends", () => {
  it("without a word, once its viewer may not read the feed any more", async () => {
    const post = freshPost();
    const listener = await follow(post, { mayRead: async () => false });
    await log(post);
    await expect.poll(() => listener.isEnded, patience).toBe(true);
    expect(listener.told).toEqual([]);
  });

  it("also where nothing happens", async () => {
    const pace = { ...onlyHints, recheckMs: 50 };
    // Not `follow`, which waits until hints are heard: on a slow machine the stream has ended before.
    const answer = await tryToFollow(freshPost(), { pace, mayRead: async () => false });
    if (typeof answer === "string") throw new Error(`Nothing is followed: ${answer}`);
    const listener = new Listener(answer.stream);
    await expect.poll(() => listener.isEnded, patience).toBe(true);
  });

  it("where the table can't be read, and the browser is told when to come back", async () => {
    const post = freshPost();
    const listener = await follow(post);
    await db.execute(sql`alter table audit_logs rename to away`);
    try {
      await connect()`select pg_notify('audit_log', '*')`;
      await expect.poll(() => listener.isEnded, patience).toBe(true);
    } finally {
      await db.execute(sql`alter table away rename to audit_logs`);
    }
    expect(listener.text).toMatch(/^retry: \d{4,5}\n\n$/);
  });

  it("when its client is gone, and the last one takes the connection with it", async () => {
    const [one, other] = [await follow(freshPost()), await follow(freshPost())];
    await one.leave();
    expect(await listeningPids()).toHaveLength(1);
    await other.leave();
    await expect.poll(listeningPids, patience).toEqual([]);
  });

  it("when its request is broken off before the answer begins", async () => {
    const gone = AbortSignal.abort();
    const answer = await tryToFollow(freshPost(), { signal: gone });
    if (typeof answer === "string") throw new Error(answer);
    const listener = new Listener(answer.stream);
    await expect.poll(() => listener.isEnded, patience).toBe(true);
    await expect.poll(listeningPids, patience).toEqual([]);
  });

  it("when nobody takes what it says", async () => {
    const controller = new AbortController();
    const pace = { ...onlyHints, heartbeatMs: 5 };
    const answer = await tryToFollow(freshPost(), { signal: controller.signal, pace });
    expect(answer).toHaveProperty("stream");
    await expect.poll(listeningPids, patience).toHaveLength(1);
    await expect.poll(listeningPids, patience).toEqual([]);
  });

  it("when the server is asked to stop", async () => {
    const listeners = [await follow(freshPost()), await follow(freshPost())];
    auditLogLiveService.close();
    await expect.poll(() => listeners.map(({ isEnded }) => isEnded), patience).toEqual([true, true]);
    await expect.poll(listeningPids, patience).toEqual([]);
  });
});

it("a heartbeat says that the connection is alive", async () => {
  const listener = await follow(freshPost(), { pace: { ...onlyHints, heartbeatMs: 20 } });
  await expect.poll(() => listener.text, patience).toMatch(/^retry: \d+\n\n(:\n\n){3}/);
});

it("a viewer has six streams, a process five hundred, and each end makes room", async () => {
  const post = freshPost();
  const since = await markNow();
  const open = async (viewerId: string) => {
    const answer = await tryToFollow(post, { viewerId, since });
    return typeof answer === "string" ? answer : new Listener(answer.stream);
  };
  const six = await Promise.all(Array.from({ length: 6 }, () => open("one")));
  expect(await open("one")).toBe("viewer");
  const [first] = six;
  if (first instanceof Listener) await first.leave();
  expect(await open("one")).toBeInstanceOf(Listener);

  const others = await Promise.all(Array.from({ length: 494 }, (_, at) => open(`other ${at}`)));
  expect(others.filter((each) => typeof each === "string")).toEqual([]);
  expect(await open("one too many")).toBe("process");
  expect(await open("one")).toBe("process");
  const news = await log(post);
  const listeners = [...six.slice(1), ...others].filter((each) => each instanceof Listener);
  await expect.poll(() => listeners.filter((each) => each.news[0] !== news), patience).toEqual([]);
  for (const each of listeners) await each.leave();
  expect(await open("one more")).toBeInstanceOf(Listener);
});

it("what is no mark of ours, or was altered, is refused", async () => {
  for (const foreign of [
    "",
    "x",
    "1.2:3:",
    `1.1:1:.${"A".repeat(5_000)}`,
    "mi9n3g8k.738:738:.AAAAAAAAAAAAAAAA",
  ])
    expect(await tryToFollow(freshPost(), { since: foreign })).toBe("mark");
  const since = await markNow();
  const [instant = "", snapshot = "", tag = ""] = since.split(".");
  for (const altered of [`${instant}.1:1:.${tag}`, `${instant}0.${snapshot}.${tag}`, since.slice(0, -1)])
    expect(await tryToFollow(freshPost(), { since: altered })).toBe("mark");
});
