import { codeOf } from "@/modules/auditLog/delivery/failures";
import { withinTime } from "@/modules/auditLog/delivery/withinTime";
import { replacePages } from "./pool.repo";

/** A little more than the server itself gives a statement. */
const deadlineMs = 4_000;
const late = Symbol("late");
const lostConnection = /^(CONNECTION_(CLOSED|ENDED|DESTROYED)|ECONNRESET|EPIPE|57P0[123])$/;

/**
 * What is asked of the database for a page, once more where the connection was lost: to read twice changes nothing. The
 * driver can leave a statement without an answer for ever; such connections are cut off.
 *
 * @throws what asking throws, or an error with the code TIMEOUT after four seconds
 */
export async function answered<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await inTime(ask());
  } catch (error) {
    if (!lostConnection.test(codeOf(error))) throw error;
    return inTime(ask());
  }
}

async function inTime<Result>(asked: Promise<Result>): Promise<Result> {
  const answer = await withinTime<Result, typeof late>(asked, { milliseconds: deadlineMs, late });
  if (answer !== late) return answer;
  replacePages();
  throw Object.assign(new Error(`The database did not answer within ${deadlineMs} ms`), { code: "TIMEOUT" });
}
