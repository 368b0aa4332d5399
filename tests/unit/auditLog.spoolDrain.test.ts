import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SpoolRecord, Verdict } from "@/modules/auditLog/delivery/spool/spool";
import {
  idsOf,
  onlySpoolFile,
  openIn,
  recordOf,
  recordsOf,
  reopen,
  spoolFiles,
  spoolFolder,
  takeAll,
} from "./auditLogSpoolSupport";

describe("a drain", () => {
  test("hands over at most 500 at a time, in order", async () => {
    const spool = openIn(spoolFolder());
    await spool.append(recordsOf(0, 1_203));
    const chunks: string[][] = [];
    await spool.drain(async (records) => {
      chunks.push(idsOf(records));
      return records.map(() => "stored");
    });
    expect(chunks.map(({ length }) => length)).toEqual([500, 500, 203]);
    expect(chunks.flat()).toEqual(idsOf(recordsOf(0, 1_203)));
  });

  test("keeps what waits, and hands over only that again", async () => {
    const spool = openIn(spoolFolder());
    await spool.append(recordsOf(0, 6));
    await spool.drain(async (records) =>
      records.map(({ entry }) => (["entry-1", "entry-4"].includes(entry.id) ? "waiting" : "stored")),
    );
    expect(spool.stats().waiting).toBe(2);
    expect(idsOf(await takeAll(spool))).toEqual(["entry-1", "entry-4"]);
  });

  test("stops where a whole chunk waits, and goes on from there", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    await spool.append(recordsOf(0, 1_500));
    let calls = 0;
    await spool.drain(async (records) => records.map(() => (calls++ < 500 ? "stored" : "waiting")));
    expect(calls).toBe(1_000);
    expect(spool.stats()).toMatchObject({ waiting: 1_000, lastError: null });
    expect(idsOf(await takeAll(spool))).toEqual(idsOf(recordsOf(500, 1_500)));
  });

  test("stops where the delivery fails, which is no failure of the disk", async () => {
    const spool = openIn(spoolFolder());
    await spool.append(recordsOf(0, 1_500));
    let calls = 0;
    await spool.drain(async () => {
      calls++;
      throw Object.assign(new Error("insert failed: Ana Lindqvist"), { code: "08006" });
    });
    expect(calls).toBe(1);
    expect(spool.stats()).toMatchObject({ waiting: 1_500, lastError: null });
    expect(await takeAll(spool)).toHaveLength(1_500);
  });

  test("makes no new file at each try while nothing can be delivered", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    for (let round = 0; round < 10; round++) {
      await spool.append(recordsOf(round, round + 1));
      await spool.drain(async (records) => records.map(() => "waiting"));
    }
    expect(spoolFiles(folder)).toHaveLength(2);
    expect(idsOf(await takeAll(spool))).toEqual(idsOf(recordsOf(0, 10)));
  });

  test("is joined by a call during it", async () => {
    const spool = openIn(spoolFolder());
    await spool.append(recordsOf(0, 2));
    const [first, second] = await Promise.all([takeAll(spool), takeAll(spool)]);
    expect([first.length, second.length]).toEqual([2, 0]);
  });

  test("ends at close, and leaves the rest for another process", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    await spool.append(recordsOf(0, 1_500));
    let closed: Promise<void> | undefined;
    await spool.drain(async (records) => {
      closed = spool.close();
      return records.map(() => "stored");
    });
    await closed;
    expect(spool.stats().waiting).toBe(0);
    const rest = idsOf(await takeAll(openIn(folder)));
    expect(rest).toEqual(expect.arrayContaining(idsOf(recordsOf(500, 1_500))));
  });
});

describe("an entry of a transaction that stays open", () => {
  test("does not hold up the others, and is asked for once a drain", async () => {
    const spool = openIn(spoolFolder());
    const open = recordsOf(0, 1_200).map((record) => ({ ...record, txid: "771" }));
    await spool.append([...open, recordOf("by itself")]);
    const asked: string[][] = [];
    const deliver = async (records: SpoolRecord[]) => {
      asked.push(idsOf(records));
      return records.map(({ txid }): Verdict => (txid === undefined ? "stored" : "waiting"));
    };
    await spool.drain(deliver);
    expect(asked.map(({ length }) => length)).toEqual([500, 1]);
    expect(asked.at(-1)).toEqual(["by itself"]);
    expect(spool.stats().waiting).toBe(1_200);
    expect(idsOf(await takeAll(spool))).toEqual(idsOf(open));
  });

  test("does not keep a file for itself", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    for (let round = 0; round < 10; round++) {
      await spool.append([
        recordOf(`open-${round}`, { txid: "771" }),
        ...recordsOf(round * 20, round * 20 + 20),
      ]);
      await spool.drain(async (records) =>
        records.map(({ txid }) => (txid === undefined ? "stored" : "waiting")),
      );
      expect(spoolFiles(folder).length).toBeLessThanOrEqual(1);
    }
    expect(spool.stats().bytes).toBeLessThan(20_000);
    const taken = idsOf(await takeAll(reopen(folder)));
    expect(taken).toEqual(Array.from({ length: 10 }, (_, round) => `open-${round}`));
  });
});

describe("appends during a drain", () => {
  test("are kept without waiting for the delivery, and handed over by the next", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    await spool.append(recordsOf(0, 3));
    await spool.drain(async (records) => {
      // Would never come back if appending waited for this delivery.
      expect(await spool.append(recordsOf(3, 6))).toBeNull();
      return records.map(() => "stored");
    });
    expect(idsOf(await takeAll(reopen(folder)))).toEqual(idsOf(recordsOf(3, 6)));
  });
});

describe("a process that dies", () => {
  test("between delivery and removal leaves the entries to be delivered again", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    await spool.append(recordsOf(0, 5));
    const path = onlySpoolFile(folder);
    const before = readFileSync(path);
    await takeAll(spool);
    // What was on the disk at the moment of the crash.
    writeFileSync(join(folder, basename(path)), before);
    expect(idsOf(await takeAll(reopen(folder)))).toEqual(idsOf(recordsOf(0, 5)));
  });

  test("at any moment of a drain leaves every entry that was not settled", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    await spool.append(recordsOf(0, 1_500));
    const settled = new Set<string>();
    const atCrash: Map<string, Buffer>[] = [];
    await spool.drain(async (records) => {
      atCrash.push(new Map(spoolFiles(folder).map((path) => [basename(path), readFileSync(path)])));
      for (const { entry } of records.slice(0, 400)) settled.add(entry.id);
      return records.map((_, index) => (index < 400 ? "stored" : "waiting"));
    });
    atCrash.push(new Map(spoolFiles(folder).map((path) => [basename(path), readFileSync(path)])));
    for (const files of atCrash) {
      const restored = spoolFolder();
      mkdirSync(restored);
      for (const [name, bytes] of files) writeFileSync(join(restored, name), bytes);
      const ids = new Set(idsOf(await takeAll(reopen(restored))));
      const due = idsOf(recordsOf(0, 1_500)).filter((id) => !settled.has(id));
      expect(due.filter((id) => !ids.has(id))).toEqual([]);
    }
  });
});

type Step = { append: number } | { drain: Verdict[]; run: number } | "restart";

test(
  "whatever becomes of them, no entry is lost, and none handed over after it was settled",
  { timeout: 60_000 },
  async () => {
    const verdict = fc.constantFrom<Verdict[]>("stored", "withdrawn", "waiting", { deadLetter: "22P02" });
    const verdicts = fc.array(verdict, { minLength: 1, maxLength: 20 });
    const step = fc.oneof<fc.Arbitrary<Step>[]>(
      fc.record({ append: fc.integer({ min: 1, max: 900 }) }),
      fc.record({ drain: verdicts, run: fc.integer({ min: 1, max: 600 }) }),
      fc.constant("restart"),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { made, settled, twice, rest, waiting } = await live(steps);
        const due = idsOf(recordsOf(0, made)).filter((id) => !settled.has(id));
        expect(due.filter((id) => !rest.has(id))).toEqual([]);
        expect(twice).toEqual([]);
        expect(waiting).toBe(0);
      }),
      { numRuns: 60 },
    );
  },
);

/** Does what the steps say, then stores all that waits. */
async function live(steps: Step[]) {
  const folder = spoolFolder();
  const settled = new Set<string>();
  const twice: string[] = [];
  let spool = openIn(folder);
  // Of this opening: one that is closed forgets what it settled in a file that it leaves.
  let settledNow = new Set<string>();
  let made = 0;
  for (const step of steps) {
    if (step === "restart") {
      await spool.close();
      spool = openIn(folder);
      settledNow = new Set();
    } else if ("append" in step) {
      const records = recordsOf(made, (made += step.append));
      await spool.append(
        records.map((record, index) => (index % 3 > 0 ? { ...record, txid: record.entry.id } : record)),
      );
    } else {
      let next = 0;
      await spool.drain(async (records) =>
        records.map(({ entry }) => {
          if (settledNow.has(entry.id)) twice.push(entry.id);
          const given = step.drain[Math.floor(next++ / step.run) % step.drain.length] ?? "waiting";
          if (given === "waiting") return given;
          settled.add(entry.id);
          settledNow.add(entry.id);
          return given;
        }),
      );
    }
  }
  const rest = new Set(idsOf(await takeAll(spool)));
  return { made, settled, twice, rest, waiting: spool.stats().waiting };
}
