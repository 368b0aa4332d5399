import { z } from "zod";
import type { AuditLogPage } from "@/modules/auditLog/auditLog.types";
import { pageSize } from "./project";
import { startWorker } from "./worker";

const page = z
  .custom<AuditLogPage>((given) => z.object({ entries: z.array(z.unknown()) }).safeParse(given).success)
  // A page that ends between two runs of repeats may be a little shorter.
  .refine(({ entries }) => entries.length >= pageSize - 2, "The project's page is not a full one");
const read = z.object({ milliseconds: z.number(), page });
const rendered = z.object({ milliseconds: z.number(), bytes: z.number() });

/** A process that reads the newest page of the project's feed from one database. */
export function startReader(databaseUrl: string) {
  const file = new URL("./reader.ts", import.meta.url);
  return startWorker<object, typeof read>(file, { answer: read, condition: "react-server", databaseUrl });
}

/** A process that makes HTML of a page. */
export function startRenderer() {
  return startWorker<AuditLogPage, typeof rendered>(new URL("./renderer.tsx", import.meta.url), {
    answer: rendered,
  });
}
