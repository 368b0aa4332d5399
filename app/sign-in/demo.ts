import { readEnv } from "@/env";

/** Whether the demo accounts are offered: as `DEMO_ACCOUNTS` says, else in development only. */
export function offersDemoAccounts(): boolean {
  const { NODE_ENV, DEMO_ACCOUNTS } = readEnv();
  return DEMO_ACCOUNTS === undefined ? NODE_ENV !== "production" : DEMO_ACCOUNTS === "1";
}
