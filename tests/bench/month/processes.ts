import { z } from "zod";
import { startWorker } from "@/tests/bench/feed/worker";

/** A resource to read; or what became of it since the last time. */
export type Question = { read: { type: string; id: string } } | { lap: true };

const lap = z.object({
  /** Milliseconds of each call that ended since the last lap. */
  reads: z.array(z.number()),
  writes: z.array(z.number()),
  /** The ids of entries that were stored since then, and what all others and the reads ended with. */
  stored: z.array(z.string()),
  errors: z.array(z.string()),
});
export type Lap = z.infer<typeof lap>;

/** A process that reads one resource's feed and logs, every few milliseconds, from its first question on. */
export function startTraffic(databaseUrl: string) {
  const file = new URL("./traffic.ts", import.meta.url);
  return startWorker<Question, typeof lap>(file, { answer: lap, condition: "react-server", databaseUrl });
}
