import { endSqlClient, isOpen } from "@/db/drizzle";
import { anyResource, keyOf } from "./keys";
import { listen } from "./live.repo";
import type { LiveResource } from "./live.types";

type Wake = () => void;
type Listening = { watchers: Map<string, Set<Wake>>; client: ReturnType<typeof listen> | undefined };

const shared = globalThis as typeof globalThis & { auditLogListening?: Listening };

/** One connection a process: Next loads this file once for its pages and once for its routes. */
const listening: Listening = (shared.auditLogListening ??= { watchers: new Map(), client: undefined });

/**
 * Calls `wake` when the resource may have new entries, also each time the connection is there anew. The first
 * to watch opens it, and the last to go, by calling what is returned, closes it.
 */
export function watch(resource: LiveResource, wake: Wake): () => void {
  const key = keyOf(resource);
  const wakes = listening.watchers.get(key) ?? new Set<Wake>();
  listening.watchers.set(key, wakes.add(wake));
  if (!listening.client || !isOpen(listening.client)) open();
  return () => {
    wakes.delete(wake);
    if (wakes.size === 0) listening.watchers.delete(key);
    if (listening.watchers.size === 0) close();
  };
}

function open(): void {
  listening.client = listen({ onHint: hear, onListening: () => hear(anyResource) });
}

function close(): void {
  const { client } = listening;
  listening.client = undefined;
  if (client) void endSqlClient(client, { timeout: 1 }).catch(() => null);
}

/** Whoever may connect to the database can send hints: all they do is make somebody look. */
function hear(hint: string): void {
  const { watchers } = listening;
  const keys = hint === anyResource ? [...watchers.keys()] : hint.split(" ");
  for (const key of keys) for (const wake of watchers.get(key) ?? []) wake();
}
