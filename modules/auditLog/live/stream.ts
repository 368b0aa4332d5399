import { findUnseen } from "./live.repo";
import { watch } from "./listening";
import { createLooking } from "./looking";
import type { LiveResource, Mark, Pace } from "./live.types";
import { createTurns } from "./turns";

/** At this many the count stops: "99+". */
const maxNew = 100;
// Deeper than a page of a feed can be; what a burst pushed further down is no news on the first page.
const depth = 200;
// Whoever takes nothing for so many messages is gone, or as good as that.
const maxUnread = 16;
const reconnectMs = { least: 5_000, spread: 5_000 };

export type StreamOptions = {
  resource: LiveResource;
  mark: Mark;
  mayRead: () => Promise<boolean>;
  onEnd: () => void;
};

type Controller = ReadableStreamDefaultController<Uint8Array>;

// A hint may wake every stream of the process: the application's own pages need connections too.
const inTurn = createTurns({ atOnce: 3, deadlineMs: 5_000 });
const encoder = new TextEncoder();

/**
 * Server-sent events: each `data` is the ids of all entries since the mark, 100 at most, the newest first,
 * so that the last one told is all there is to know. It ends when the viewer may not read any more, and when the
 * database does not answer; the client then comes back by itself.
 */
export function openStream(options: StreamOptions, pace: Pace) {
  let follower: ReturnType<typeof follow> | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      follower = follow(controller, options, pace);
    },
    cancel: () => follower?.stop(),
  });
  return { stream, end: () => follower?.end() };
}

function follow(controller: Controller, { resource, mark, mayRead, onEnd }: StreamOptions, pace: Pace) {
  let told = 0;
  let isOver = false;

  const looking = createLooking(() => attempt(look), pace);
  const unwatch = watch(resource, looking.soon);
  const timers = [
    setInterval(() => write(":\n\n"), pace.heartbeatMs).unref(),
    setInterval(() => void attempt(recheck), pace.recheckMs).unref(),
  ];
  write(`retry: ${Math.round(reconnectMs.least + Math.random() * reconnectMs.spread)}\n\n`);
  looking.soon();

  async function look(): Promise<void> {
    if (isOver || told === maxNew) return;
    const found = await findUnseen(resource, mark, { depth, limit: maxNew });
    if (found.length === told) return;
    if (!(await mayRead())) return end();
    told = found.length;
    write(`data: ${found.map(({ id }) => id).join(" ")}\n\n`);
  }

  async function recheck(): Promise<void> {
    if (isOver) return;
    if (await mayRead()) looking.soon();
    else end();
  }

  async function attempt(work: () => Promise<void>): Promise<void> {
    await inTurn(work).catch(end);
  }

  function write(text: string): void {
    if (isOver) return;
    if ((controller.desiredSize ?? 0) < -maxUnread) return end();
    controller.enqueue(encoder.encode(text));
  }

  function end(): void {
    if (isOver) return;
    stop();
    controller.close();
  }

  /** Frees everything; the controller is closed, or the client closed it. */
  function stop(): void {
    if (isOver) return;
    isOver = true;
    looking.stop();
    unwatch();
    timers.forEach((timer) => clearInterval(timer));
    onEnd();
  }

  return { end, stop };
}
