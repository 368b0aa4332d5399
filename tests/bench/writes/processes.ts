import { z } from "zod";
import { startWorker } from "@/tests/bench/feed/worker";

/** `like`: the database whose newest entries are written again from now on. */
export type Question = { like: string } | { milliseconds: number };

const written = z.object({ milliseconds: z.number(), ids: z.array(z.string()) });
export type Written = z.infer<typeof written>;

/** A process whose callers log into one database for so long. */
export function startWriter(databaseUrl: string) {
  const file = new URL("./writer.ts", import.meta.url);
  return startWorker<Question, typeof written>(file, {
    answer: written,
    condition: "react-server",
    databaseUrl,
  });
}
