import { z } from "zod";

/** What one process is to do: one JSON argument. */
export const planSchema = z.strictObject({
  round: z.number(),
  seed: z.number(),
  /** Concurrent callers; 0: it only delivers what the processes before it left. */
  callers: z.number(),
  reportPath: z.string(),
});

export type Plan = z.infer<typeof planSchema>;

/** What it says on its standard output. */
export const saidSchema = z.union([
  z.strictObject({ said: z.literal("started") }),
  z.strictObject({
    said: z.literal("finished"),
    health: z.looseObject({
      status: z.string(),
      accepted: z.number(),
      stored: z.number(),
      spooled: z.number(),
      dead: z.number(),
      dropped: z.number(),
      pending: z.number(),
    }),
  }),
]);

export type Said = z.infer<typeof saidSchema>;
export type FinalHealth = Extract<Said, { said: "finished" }>["health"];
