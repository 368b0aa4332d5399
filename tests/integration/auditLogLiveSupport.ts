import { sql } from "drizzle-orm";
import { expect, onTestFinished } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { auditLogLiveService } from "@/modules/auditLog/live/live.service";
import type { Following, LiveResource, Pace } from "@/modules/auditLog/live/live.types";
import { patience } from "@/tests/setup/patience";
import { madeId } from "@/tests/setup/madeId";
import { connect, entry, freshId } from "./auditLogSupport";

/** Nothing by itself: only a hint, or the connection's return, makes anybody look. */
export const onlyHints: Pace = { pauseMs: 0, againMs: [], recheckMs: 600_000, heartbeatMs: 600_000 };

/** What a stream says until it ends. */
export class Listener {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  text = "";
  isEnded = false;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
    void this.#read();
    onTestFinished(() => this.leave());
  }

  /** The ids of each message. */
  get told(): string[][] {
    return [...this.text.matchAll(/^data: (.+)$/gm)].map(([, ids = ""]) => ids.split(" "));
  }

  /** The ids of the last message, the newest first. */
  get news(): string[] {
    return this.told.at(-1) ?? [];
  }

  async leave(): Promise<void> {
    await this.#reader.cancel();
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) break;
      this.text += decoder.decode(value, { stream: true });
    }
    this.isEnded = true;
  }
}

export async function markNow(): Promise<string> {
  const mark = await auditLogLiveService.mark();
  if (mark === null) throw new Error("No mark was made");
  return mark;
}

type Change = Partial<Following> & { pace?: Pace };

/** What `follow` answers for a feed from now on. */
export async function tryToFollow(resource: LiveResource, { pace = onlyHints, ...change }: Change = {}) {
  const defaults = { viewerId: "viewer", mayRead: async () => true, signal: new AbortController().signal };
  const since = change.since ?? (await markNow());
  return auditLogLiveService.follow({ resource, ...defaults, ...change, since }, pace);
}

/** Follows a feed, and waits until hints are heard. */
export async function follow(resource: LiveResource, change: Change = {}): Promise<Listener> {
  const answer = await tryToFollow(resource, change);
  if (typeof answer === "string") throw new Error(`Nothing is followed: ${answer}`);
  const listener = new Listener(answer.stream);
  await expect.poll(listeningPids, patience).toHaveLength(1);
  return listener;
}

/** The server's processes that hold a connection on which hints are heard. */
export async function listeningPids(): Promise<number[]> {
  const rows = await db.execute<{ pid: number }>(
    sql`select pid from pg_stat_activity where datname = current_database()
      and application_name = 'audit_log_live' and state = 'idle' and query ilike 'listen%'`,
  );
  return rows.map(({ pid }) => pid);
}

export function freshPost() {
  return { type: "post", id: freshId("live"), organizationId: freshId("organization") };
}

type Post = ReturnType<typeof freshPost>;

export function about({ id, organizationId }: Post) {
  return entry({ resourceId: id, organizationId });
}

export async function log(post: Post): Promise<string> {
  return (await auditLogService.log(about(post))).id;
}

/** An entry that nobody gives a hint of. */
export async function storeSilently({ id, organizationId }: Post): Promise<string> {
  const [row] = await db.execute<{ id: string }>(
    sql`insert into audit_logs (id, organization_id, actor_type, action, resource_type, resource_id, created_at)
      values (${madeId(sql`now()`, sql`0`)}, ${organizationId}, 'system', 'post.updated',
        'post', ${id}, now()) returning id`,
  );
  return row?.id ?? "";
}

/** The payloads of all hints from now on. */
export async function hear(): Promise<string[]> {
  const heard: string[] = [];
  await connect().listen("audit_log", (payload) => heard.push(payload));
  return heard;
}
