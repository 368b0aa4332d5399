import { ownPool } from "./pool.repo";
import { delivery } from "./state";
import { canGuard } from "./store.repo";
import { withinTime } from "./withinTime";

/**
 * Whether the guarded insert can be relied on; without it a failing entry would abort the caller's transaction.
 * Asked once, and again for as long as it is not so. A database that does not answer is taken to be in order.
 */
export async function isGuarded(): Promise<boolean> {
  const state = delivery();
  if (state.isGuarded) return true;
  const can = canGuard(ownPool()).catch(() => null);
  const answer = await withinTime(can, { milliseconds: 500, late: null });
  state.isGuarded = answer === true;
  return answer !== false;
}
