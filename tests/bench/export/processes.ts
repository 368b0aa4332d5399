import { z } from "zod";
import { startWorker } from "@/tests/bench/feed/worker";
import { exportFormats } from "@/modules/auditLog/export/export.types";

export const ways = ["copy", ...exportFormats] as const;
export type Way = (typeof ways)[number];

const written = z.object({ milliseconds: z.number(), rows: z.number(), growth: z.number() });
export type Written = z.infer<typeof written>;

/** A process that exports all that a database's log holds. */
export function startWriter(databaseUrl: string) {
  const file = new URL("./writer.ts", import.meta.url);
  return startWorker<{ way: Way }, typeof written>(file, {
    answer: written,
    condition: "react-server",
    databaseUrl,
  });
}
