/**
 * Reads ahead while its reader is busy, at most so many items, and hands over all that are there by then: at least one,
 * in their order. What ends the items ends this too, once those before it are handed over.
 */
export async function* gather<Item>(items: AsyncIterable<Item>, most: number): AsyncGenerator<Item[]> {
  let ready: Item[] = [];
  const [news, room] = [new Signal(), new Signal()];
  const state = { isOver: false, isLeft: false };
  const reading = readAll();
  // Awaited below, once it is over; a reader who leaves does not wait for an item that may never come.
  reading.catch(() => {});
  try {
    for (;;) {
      while (ready.length === 0 && !state.isOver) await news.wait();
      if (ready.length === 0) break;
      const taken = ready;
      ready = [];
      room.give();
      yield taken;
    }
    await reading;
  } finally {
    state.isLeft = true;
    room.give();
  }

  async function readAll(): Promise<void> {
    try {
      for await (const item of items) {
        ready.push(item);
        news.give();
        while (ready.length >= most && !state.isLeft) await room.wait();
        if (state.isLeft) return;
      }
    } finally {
      state.isOver = true;
      news.give();
    }
  }
}

/** One waits until another gives the sign; if that was before, not at all. */
class Signal {
  #isGiven = false;
  #go: () => void = () => {};

  async wait(): Promise<void> {
    if (!this.#isGiven) await new Promise<void>((resolve) => (this.#go = resolve));
    this.#isGiven = false;
  }

  give(): void {
    this.#isGiven = true;
    this.#go();
  }
}
