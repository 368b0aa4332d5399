import { toId, toKind } from "@/modules/auditLog/capture/text";
import { readSnapshot } from "./live.repo";
import type { Following, LiveResource, Pace, Refusal } from "./live.types";
import { openMark, sealMark } from "./mark";
import { openStream } from "./stream";

/** What tells a feed that was left open of new entries: an enhancement, on which nothing depends. */
export const auditLogLiveService = { mark, follow, close };

const defaultPace: Pace = { pauseMs: 1_000, againMs: [1_000, 5_000], recheckMs: 30_000, heartbeatMs: 20_000 };
const limits = { process: 500, viewer: 6 };

type Open = { viewerId: string; end: () => void };

const shared = globalThis as typeof globalThis & { auditLogStreams?: Set<Open> };

/** One set a process: Next loads this file once for its pages and once for its routes. */
const streams: Set<Open> = (shared.auditLogStreams ??= new Set());

/**
 * What `follow` needs to tell new entries from those that a feed shows. Made before the feed is read: then
 * none is missed, and one that is stored in between is shown and told of. Null where it can't be made.
 */
async function mark(): Promise<string | null> {
  try {
    const at = new Date();
    return sealMark({ at, snapshot: await readSnapshot() });
  } catch {
    // The feed itself will say that nothing can be read.
    return null;
  }
}

/**
 * Server-sent events for as long as the viewer may read the feed and the client listens; or why not. Whether
 * they may read it now was asked before.
 */
function follow(
  following: Following,
  pace: Pace = defaultPace,
): { stream: ReadableStream<Uint8Array> } | Refusal {
  const { viewerId, mayRead, signal } = following;
  const since = openMark(following.since);
  const refusal = since === null ? "mark" : findLack(viewerId);
  if (since === null || refusal) return refusal ?? "mark";

  const resource = toStored(following.resource);
  const onEnd = () => void streams.delete(open);
  const { stream, end } = openStream({ resource, mark: since, mayRead, onEnd }, pace);
  const open = { viewerId, end };
  streams.add(open);
  // A response that is never begun is never cancelled either.
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  return { stream };
}

function findLack(viewerId: string): Refusal | null {
  if (streams.size >= limits.process) return "process";
  const own = [...streams].filter((open) => open.viewerId === viewerId);
  return own.length >= limits.viewer ? "viewer" : null;
}

function toStored({ organizationId, type, id }: LiveResource): LiveResource {
  return {
    organizationId: organizationId === null ? null : toId(organizationId),
    type: toKind(type),
    id: toId(id),
  };
}

/** Ends every stream: a server that is asked to stop waits for them. */
function close(): void {
  for (const { end } of streams) end();
}
