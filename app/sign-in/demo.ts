import { z } from "zod";

const environmentSchema = z.object({
  NODE_ENV: z.string().optional(),
  DEMO_ACCOUNTS: z.literal("1").optional().catch(undefined),
});

/** Whether the demo accounts are offered: in development, and where the launcher says that they are there. */
export function offersDemoAccounts(): boolean {
  const { NODE_ENV, DEMO_ACCOUNTS } = environmentSchema.parse(process.env);
  return NODE_ENV !== "production" || DEMO_ACCOUNTS === "1";
}
