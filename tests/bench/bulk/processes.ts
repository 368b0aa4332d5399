import { z } from "zod";
import { startWorker } from "@/tests/bench/feed/worker";

export const ways = ["copy", "logMany1000", "logMany5000", "importTable", "importNdjson"] as const;
export type Way = (typeof ways)[number];

/** `like`: the database whose newest entries are loaded from now on. */
export type Question = { like: string; count: number } | { way: Way };

const loaded = z.object({ milliseconds: z.number(), rows: z.number(), related: z.number() });
export type Loaded = z.infer<typeof loaded>;

/** A process that loads the same entries into one database in one way or another. */
export function startLoader(databaseUrl: string) {
  const file = new URL("./loader.ts", import.meta.url);
  return startWorker<Question, typeof loaded>(file, {
    answer: loaded,
    condition: "react-server",
    databaseUrl,
  });
}
