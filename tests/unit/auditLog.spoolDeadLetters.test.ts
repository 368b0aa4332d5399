import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { appendFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { frame } from "@/modules/auditLog/delivery/spool/frame";
import { formatName, nobody } from "@/modules/auditLog/delivery/spool/owner";
import type { Deliver, Spool, SpoolAlert } from "@/modules/auditLog/delivery/spool/spool";
import {
  idsOf,
  killOwner,
  openIn,
  recordOf,
  recordsOf,
  reopen,
  spoolFolder,
  takeAll,
} from "./auditLogSpoolSupport";

const refuse: Deliver = async (records) => records.map(() => ({ deadLetter: "22P02" }));

const anyText: unknown = expect.any(String);

describe("an entry that can't be stored", () => {
  test("is kept as a dead letter, with its code, and does not come again", async () => {
    const folder = spoolFolder();
    const alerts: SpoolAlert[] = [];
    const spool = openIn(folder, { onAlert: (alert) => void alerts.push(alert) });
    const [poison, ...others] = recordsOf(0, 3);
    await spool.append(recordsOf(0, 3));
    await spool.drain(async ([first, ...rest]) => [
      ...(first ? [{ deadLetter: "22P02" }] : []),
      ...rest.map(() => "stored" as const),
    ]);
    expect(others).toHaveLength(2);
    expect(await spool.readDeadLetters()).toEqual([{ record: poison, code: "22P02", at: anyText }]);
    expect(spool.stats()).toMatchObject({ waiting: 0, deadLetters: 1 });
    expect(alerts).toEqual([{ kind: "dead_letters", count: 1 }]);
    expect(statSync(letterPath(folder)).mode & 0o777).toBe(0o600);
    expect(await takeAll(reopen(folder))).toEqual([]);
  });

  test("is counted by the next process from its start, and by others once they drain", async () => {
    const folder = spoolFolder();
    const other = openIn(folder);
    await bury(openIn(folder), 0, 3);
    const next = openIn(folder);
    await expect.poll(() => next.stats().deadLetters).toBe(3);
    await takeAll(other);
    expect(other.stats().deadLetters).toBe(3);
  });

  test("stays where it is while the dead letter can't be written", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    await spool.append(recordsOf(0, 2));
    symlinkSync("/dev/full", letterPath(folder));
    await spool.drain(refuse);
    expect(spool.stats()).toMatchObject({ waiting: 2, lastError: "ENOSPC" });
    unlinkSync(letterPath(folder));
    await spool.drain(refuse);
    expect(spool.stats()).toMatchObject({ waiting: 0, deadLetters: 2, lastError: null });
  });

  test("because it has a shape of another release is kept as it is", async () => {
    const folder = spoolFolder();
    await mkdir(folder);
    const { entry, ...rest } = recordOf("later");
    const lines = [{ ...rest, entry: { ...entry, geography: "NP" } }, "no object", null, recordOf("known")];
    const id = "019a0000-0000-7000-8000-000000000000";
    const bytes = Buffer.concat([...lines.map((line) => frame(JSON.stringify(line))), frame("no JSON")]);
    writeFileSync(join(folder, formatName({ owner: nobody, id, kind: "spool" })), bytes);
    const spool = openIn(folder);
    expect(idsOf(await takeAll(spool))).toEqual(["known"]);
    const letters = await spool.readDeadLetters();
    expect(letters).toEqual(Array(4).fill({ record: null, code: "UNKNOWN_SHAPE", at: anyText }));
    for (const text of ["geography", "no object", "no JSON"]) expect(textOfLetters(folder)).toContain(text);
    expect(spool.stats()).toMatchObject({ waiting: 0, torn: 0, deadLetters: 4 });
  });
});

describe("dead letters that are handed over again", () => {
  test("are removed when stored or withdrawn, and kept when not", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    await bury(spool, 0, 4);
    await spool.replayDeadLetters(async () => ["stored", "withdrawn", "waiting", { deadLetter: "23514" }]);
    expect(lettersOf(await spool.readDeadLetters())).toEqual(["entry-2 22P02", "entry-3 23514"]);
    expect(spool.stats().deadLetters).toBe(2);
    expect(readdirSync(folder)).toEqual(["dead-letters.ndjson"]);
  });

  test("are all still there when the delivery fails, and are not asked for further", async () => {
    const spool = openIn(spoolFolder());
    await bury(spool, 0, 1_200);
    let calls = 0;
    await spool.replayDeadLetters(async () => {
      calls++;
      throw new Error("away");
    });
    expect(calls).toBe(1);
    expect((await spool.readDeadLetters()).map(({ record }) => record?.entry.id)).toEqual(
      idsOf(recordsOf(0, 1_200)),
    );
  });

  test("come 500 at a time", async () => {
    const spool = openIn(spoolFolder());
    await bury(spool, 0, 1_200);
    const sizes: number[] = [];
    await spool.replayDeadLetters(async (records) => {
      sizes.push(records.length);
      return records.map(() => "stored");
    });
    expect(sizes).toEqual([500, 500, 200]);
    expect(spool.stats().deadLetters).toBe(0);
  });

  test("do not take along what another process adds meanwhile", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    const other = openIn(folder);
    await bury(spool, 0, 2);
    await spool.replayDeadLetters(async (records) => {
      await bury(other, 2, 4);
      return records.map(() => "stored");
    });
    expect(lettersOf(await spool.readDeadLetters())).toEqual(["entry-2 22P02", "entry-3 22P02"]);
    expect(spool.stats().deadLetters).toBe(2);
  });

  test("are lost by no race of those who add with those who hand over", async () => {
    const folder = spoolFolder();
    const ids = idsOf(recordsOf(0, 60));
    const adders = [0, 20, 40].map((from) => ({ from, spool: openIn(folder) }));
    const replayer = openIn(folder);
    const stored = new Set<string>();
    const store: Deliver = async (records) => {
      for (const { entry } of records) stored.add(entry.id);
      return records.map(() => "stored");
    };
    let isAdding = true;
    const added = Promise.all(
      adders.map(async ({ from, spool }) => {
        for (let at = from; at < from + 20; at++) await bury(spool, at, at + 1);
      }),
    ).finally(() => (isAdding = false));
    while (isAdding) await replayer.replayDeadLetters(store);
    await added;
    // One whose file was taken away too often keeps the entry for the next drain.
    for (const { spool } of adders) await spool.drain(refuse);
    await replayer.replayDeadLetters(store);
    expect(ids.filter((id) => !stored.has(id))).toEqual([]);
    expect(await replayer.readDeadLetters()).toEqual([]);
  });

  test("are there again, each once, after a process died over them", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    await bury(spool, 0, 3);
    const before = readFileSync(letterPath(folder));
    await spool.replayDeadLetters(async () => {
      // As if the process died here: its file stays, under its name.
      const id = "019a0000-0000-7000-8000-000000000000";
      writeFileSync(join(folder, formatName({ owner: nobody, id, kind: "dead" })), before);
      return ["stored", "waiting", "waiting"];
    });
    const next = openIn(folder);
    await takeAll(next);
    expect(lettersOf(await next.readDeadLetters()).toSorted()).toEqual([
      "entry-0 22P02",
      "entry-1 22P02",
      "entry-2 22P02",
    ]);
    const again: string[] = [];
    await next.replayDeadLetters(async (records) => {
      again.push(...idsOf(records));
      return records.map(() => "stored");
    });
    expect(again.toSorted()).toEqual(["entry-0", "entry-1", "entry-2"]);
    expect(readdirSync(folder)).toEqual(["dead-letters.ndjson"].filter(() => existsSync(letterPath(folder))));
  });

  test("that are damaged or of an unknown shape stay in the file as they are", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    await bury(spool, 0, 2);
    await appendFile(letterPath(folder), "half a lett");
    await bury(spool, 2, 3);
    await appendFile(
      letterPath(folder),
      frame(JSON.stringify({ record: { later: true }, code: "UNKNOWN_SHAPE", at: "now" })),
    );
    await spool.replayDeadLetters(async (records) => records.map(() => "stored"));
    expect(await spool.readDeadLetters()).toEqual([{ record: null, code: "UNKNOWN_SHAPE", at: "now" }]);
    expect(textOfLetters(folder)).toContain("half a lett");
    expect(textOfLetters(folder)).toContain('"later":true');
  });

  test("are none where there is no folder", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    expect(await spool.readDeadLetters()).toEqual([]);
    await spool.replayDeadLetters(refuse);
    expect(existsSync(folder)).toBe(false);
  });

  test("of a process that died are left alone while it lives", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    await bury(spool, 0, 1);
    await spool.replayDeadLetters(async () => {
      await takeAll(openIn(folder));
      expect(await openIn(folder).readDeadLetters()).toEqual([]);
      killOwner(folder);
      await takeAll(openIn(folder));
      return ["waiting"];
    });
    expect(lettersOf(await spool.readDeadLetters())).toEqual(["entry-0 22P02"]);
  });
});

async function bury(spool: Spool, from: number, to: number): Promise<void> {
  expect(await spool.append(recordsOf(from, to))).toBeNull();
  await spool.drain(refuse);
}

function lettersOf(letters: Awaited<ReturnType<Spool["readDeadLetters"]>>): string[] {
  return letters.map(({ record, code }) => `${record?.entry.id} ${code}`);
}

function letterPath(folder: string): string {
  return join(folder, "dead-letters.ndjson");
}

function textOfLetters(folder: string): string {
  return readFileSync(letterPath(folder), "utf8");
}
