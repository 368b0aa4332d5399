import { codeOf } from "@/modules/auditLog/delivery/failures";
import { withinTime } from "@/modules/auditLog/delivery/withinTime";
import { replacePages } from "./pool.repo";

/** A little more than the server itself gives a statement. */
const deadlineMs = 4_000;
const late = Symbol("late");
let lastAnswerAt = -Infinity;
const lostConnection = /^(CONNECTION_(CLOSED|ENDED|DESTROYED)|ECONNRESET|EPIPE|57P0[123])$/;

/**
 * What is asked of the database for a page, once more where the connection was lost: to read twice changes nothing. The
 * driver can leave a statement without an answer for ever: where no read had one for as long, the connections are cut
 * off. Behind a locked table they are merely busy.
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
  const answer = await withinTime<Result, typeof late>(asked.finally(noteAnswer), {
    milliseconds: deadlineMs,
    late,
  });
  if (answer !== late) return answer;
  if (performance.now() - lastAnswerAt >= deadlineMs) replacePages();
  throw Object.assign(new Error(`The database did not answer within ${deadlineMs} ms`), { code: "TIMEOUT" });
}

function noteAnswer(): void {
  lastAnswerAt = performance.now();
}
