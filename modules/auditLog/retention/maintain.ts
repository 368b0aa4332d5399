import {
  findAstray,
  finishMove,
  makePartitions,
  moveHome,
  onOwnConnection,
  type Client,
} from "./maintenance.repo";
import { explain, findHindered, leave } from "./leftTasks";
import type { Maintenance, MaintenanceTask } from "./maintenance.types";
import { monthsAhead, partitionRange } from "./partitions";
import { packMonths } from "./packing";

/** Ten years: as far back as entries get partitions of their own. The functions in the database go no further. */
const range = { monthsBack: 120, monthsAhead };
const namedMonths = 12;
const defaultPatienceMs = 60_000;

/**
 * Does all that is due for the log's tables: moves entries that fell into the default partition home, makes partitions
 * ahead, and packs the indexes of months that are over. Reads and writes go on; the log is taken from them for a moment,
 * for which this waits `patienceMs` at most. Any number of processes may do so at once: the second says that another one
 * is at it. What can't be done is told in `left`, and leaves everything as it was.
 *
 * @throws where the database can't be reached, or the connection is lost meanwhile
 */
export function maintain({ patienceMs = defaultPatienceMs } = {}): Promise<Maintenance> {
  return onOwnConnection(async (client) => {
    const done = nothingDone();
    const attempt = (task: MaintenanceTask, work: () => Promise<void>) =>
      work().catch((error: unknown) => void done.left.push(explain(task, error)));

    // What a run that was ended left, before all else.
    await attempt("finish_move", () => finish(client, done));
    await attempt("move_home", () => moveAll(client, { done, patienceMs }));
    await attempt("make_partitions", async () => {
      done.partitionsMade = await makePartitions(client, partitionRange);
    });
    await attempt("make_partitions", async () => void done.left.push(...(await findHindered(client))));
    await attempt("move_home", () => look(client, done));
    await attempt("pack", () => packMonths(client, done.packing));
    return done;
  });
}

function nothingDone(): Maintenance {
  const staying = { entries: 0, related: 0, months: [], moreMonths: 0 };
  const packing = { tables: [], bytesFreed: 0, notOwned: 0 };
  return { partitionsMade: 0, movedHome: [], putBack: 0, staying, packing, left: [] };
}

async function finish(client: Client, done: Maintenance): Promise<void> {
  done.putBack += await finishMove(client);
}

type Move = { done: Maintenance; patienceMs: number };

async function moveAll(client: Client, { done, patienceMs }: Move): Promise<void> {
  for (;;) {
    const moved = await moveHome(client, { ...range, patienceMs });
    if (moved.length === 0) return;
    done.movedHome.push(...moved);
    await finish(client, done);
  }
}

/** What stays where it is; what should not is left to do, unless it is told already why. */
async function look(client: Client, { staying, left }: Maintenance): Promise<void> {
  const { due, months, monthCount, entries, related } = await findAstray(client, range, namedMonths);
  Object.assign(staying, { entries, related, months, moreMonths: monthCount - months.length });
  if (due.length > 0 && !left.some(({ task }) => task === "move_home"))
    left.push(leave("move_home", "STILL_DUE", due));
}
