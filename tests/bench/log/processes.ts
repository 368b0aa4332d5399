import { z } from "zod";
import { startWorker } from "@/tests/bench/feed/worker";

/** How many entries a page has. */
export const pageSize = 50;

/** What is read, by the names under which it is reported. What is of all tenants, the platform's own staff read. */
export const readNames = [
  "hot resource",
  "cold resource",
  "dormant resource",
  "hot actor",
  "cold actor",
  "dormant actor",
  "tenant feed",
  "small tenant's feed",
  "rare action",
  "hot resource, all tenants",
  "cold resource, all tenants",
  "dormant resource, all tenants",
  "hot actor, all tenants",
  "cold actor, all tenants",
  "dormant actor, all tenants",
  "every entry, all tenants",
] as const;
export type ReadName = (typeof readNames)[number];

/** The reads whose planning is measured. */
export const plannedNames = ["hot resource", "hot actor", "tenant feed"] as const satisfies ReadName[];
export type PlannedName = (typeof plannedNames)[number];

/**
 * A page as the product reads it, its statements prepared; the same where each is planned anew; and what the server
 * says that planning them takes.
 */
export const plannedWays = ["planned once", "planned anew each time", "planning alone"] as const;

/**
 * `compare`: a read beside the same rows by key and beside the plain way. `depth`: its first page and a later one,
 * both ways. `bounded`: the read that no index serves. `verify`: nothing but whether the page is
 * the right one, which the others ask too. `time`: so many calls of a read alone.
 * `planning`: so many calls each of the planned ways.
 */
export type Question =
  | { kind: "compare"; read: ReadName; rounds: number }
  | { kind: "depth"; read: ReadName; rounds: number; page: number }
  | { kind: "bounded"; rounds: number }
  | { kind: "verify"; read: ReadName }
  | { kind: "time"; read: ReadName; calls: number }
  | { kind: "planning"; read: PlannedName; calls: number };

const found = z.object({
  samples: z.array(z.object({ name: z.string(), values: z.array(z.number()) })),
  /** How many entries the page has; of `depth`, which page the later one is. */
  size: z.number(),
  /** Down to when a bounded search came, ISO 8601; null where it came to the end. */
  searchedTo: z.string().nullable(),
});
export type Found = z.infer<typeof found>;

/** The rows of what is read; in the order of the tables. */
export const ways = { byKey: "by primary key", ours: "this log", plain: "plain" } as const;
/** For comparison alone: nobody who has only the keys says so. */
export const toldItsMonths = "by primary key, told its months";

/** A process that reads one database. */
export function startReader(databaseUrl: string) {
  const file = new URL("./reader.ts", import.meta.url);
  return startWorker<Question, typeof found>(file, {
    answer: found,
    condition: "react-server",
    databaseUrl,
  });
}
