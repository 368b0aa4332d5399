import { mkdirSync, readdirSync, renameSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatName, parseName, readOwnProcess, type Owner } from "@/modules/auditLog/delivery/spool/owner";
import {
  idsOf,
  onlySpoolFile,
  openIn,
  recordsOf,
  reopen,
  killOwner,
  spoolFiles,
  spoolFolder,
  startProcess,
  takeAll,
} from "./auditLogSpoolSupport";

describe("a process that is killed while it appends", { timeout: 60_000 }, () => {
  test.each([1, 2, 3, 4, 5])("leaves every entry it was told is kept: round %i", async (round) => {
    const folder = spoolFolder();
    const kept: string[] = [];
    // The second takes nothing over, and leaves files beside the first one's.
    for (const prefix of ["first", "second"]) {
      const { child, said, hasSaid, ended } = startProcess("append", [folder, prefix]);
      await hasSaid(40 + round * 37);
      child.kill("SIGKILL");
      await ended;
      expect(said.every((line) => line.endsWith(" null"))).toBe(true);
      kept.push(...said.map((line) => line.split(" ")[0] ?? ""));
    }
    const spool = openIn(folder);
    const taken = idsOf(await takeAll(spool));
    expect(taken).toEqual(expect.arrayContaining(kept));
    expect(new Set(taken).size).toBe(taken.length);
    for (const prefix of ["first", "second"]) {
      const order = taken.filter((id) => id.startsWith(prefix)).map((id) => Number(id.split("-")[1]));
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    }
    expect(spool.stats()).toMatchObject({ adopted: taken.length, waiting: 0 });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("the file of a process that", () => {
  test("lives is not taken", { timeout: 30_000 }, async () => {
    const folder = spoolFolder();
    const { child, hasSaid, ended } = startProcess("live", [folder]);
    await hasSaid(1);
    const spool = openIn(folder);
    expect(await takeAll(spool)).toEqual([]);
    child.kill("SIGKILL");
    await ended;
    expect(idsOf(await takeAll(spool))).toEqual(["entry-0"]);
  });

  test("was killed, and whose parent has not asked after it, is taken", { timeout: 30_000 }, async () => {
    const folder = spoolFolder();
    // A shell that lives on without waiting for its child leaves that as a zombie.
    const { said, hasSaid } = startProcess("exit", [folder], `"$@" & exec sleep 60`);
    await hasSaid(2);
    await expect.poll(() => takeAll(openIn(folder)).then(idsOf), { timeout: 20_000 }).toContain("entry-0");
    expect(said).toHaveLength(2);
  });

  test("had this pid before is taken", async () => {
    const folder = spoolFolder();
    await openIn(folder).append(recordsOf(0, 1));
    expect(idsOf(await takeAll(reopen(folder)))).toEqual(["entry-0"]);
  });

  test("let go of it is taken, by the same process too", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    await spool.append(recordsOf(0, 2));
    await spool.close();
    expect(spool.stats().waiting).toBe(0);
    expect(idsOf(await takeAll(openIn(folder)))).toEqual(["entry-0", "entry-1"]);
    expect(await spool.append(recordsOf(2, 3))).toBeNull();
  });

  test("is another copy of this module in this process is not taken", async () => {
    const folder = spoolFolder();
    await openIn(folder).append(recordsOf(0, 1));
    expect(await takeAll(openIn(folder))).toEqual([]);
  });

  test("is of another host is taken once it has been silent for a minute", async () => {
    const folder = spoolFolder();
    await openIn(folder).append(recordsOf(0, 1));
    const path = giveTo(folder, { ...readOwnProcess(), place: "0123456789abcdef", start: "1" });
    const spool = openIn(folder);
    expect(await takeAll(spool)).toEqual([]);
    const silent = new Date(Date.now() - 61_000);
    utimesSync(path, silent, silent);
    expect(idsOf(await takeAll(spool))).toEqual(["entry-0"]);
  });
});

test("of several processes that find a file one gets it, and delivers it", async () => {
  const folder = spoolFolder();
  for (const from of [0, 10, 20]) await openIn(folder).append(recordsOf(from, from + 10));
  killOwner(folder);
  const spools = Array.from({ length: 4 }, () => openIn(folder));
  const taken = (await Promise.all(spools.map(takeAll))).flat();
  expect(idsOf(taken).toSorted()).toEqual(idsOf(recordsOf(0, 30)).toSorted());
});

test("a file that was taken and waits does not look abandoned to the next", async () => {
  const folder = spoolFolder();
  await openIn(folder).append(recordsOf(0, 1));
  killOwner(folder);
  utimesSync(onlySpoolFile(folder), 1, 1);
  const taker = openIn(folder);
  await taker.drain(async (records) => records.map(() => "waiting"));
  expect(await takeAll(openIn(folder))).toEqual([]);
  expect(idsOf(await takeAll(taker))).toEqual(["entry-0"]);
});

test("a process whose file was taken by mistake loses nothing", async () => {
  const folder = spoolFolder();
  const robbed = openIn(folder);
  await robbed.append(recordsOf(0, 2));
  giveTo(folder, { ...readOwnProcess(), start: "1" });
  const [codes, first] = await Promise.all([
    Promise.all(recordsOf(2, 20).map((record) => robbed.append([record]))),
    takeAll(openIn(folder)),
  ]);
  expect(codes.every((code) => code === null)).toBe(true);
  const all = [...first, ...(await takeAll(robbed)), ...(await takeAll(openIn(folder)))];
  expect(new Set(idsOf(all))).toEqual(new Set(idsOf(recordsOf(0, 20))));
});

describe("the count of what this process took over", () => {
  test("goes down by what was taken from it, seen at an append", async () => {
    const folder = spoolFolder();
    const robbed = openIn(folder);
    await robbed.append(recordsOf(0, 2));
    giveTo(folder, { ...readOwnProcess(), start: "1" });
    expect(await robbed.append(recordsOf(2, 5))).toBeNull();
    expect(robbed.stats()).toMatchObject({ adopted: -2, waiting: 3 });
  });

  test("goes down by what was taken from it, seen at a drain", async () => {
    const folder = spoolFolder();
    const [robbed, taker] = [openIn(folder), openIn(folder)];
    await robbed.append(recordsOf(0, 3));
    giveTo(folder, { ...readOwnProcess(), start: "1" });
    await takeAll(taker);
    await takeAll(robbed);
    expect(taker.stats()).toMatchObject({ adopted: 3, waiting: 0, settled: { stored: 3 } });
    expect(robbed.stats()).toMatchObject({ adopted: -3, waiting: 0, settled: { stored: 0 } });
  });

  test("goes down by what it let go of", async () => {
    const spool = openIn(spoolFolder());
    await spool.append(recordsOf(0, 2));
    await spool.close();
    expect(spool.stats()).toMatchObject({ adopted: -2, waiting: 0 });
  });

  test("holds the files before one that can't be read", async () => {
    const folder = spoolFolder();
    await openIn(folder).append(recordsOf(0, 2));
    killOwner(folder);
    const id = "ffffffff-ffff-7fff-bfff-ffffffffffff";
    mkdirSync(join(folder, formatName({ owner: { ...readOwnProcess(), start: "1" }, id, kind: "spool" })));
    const spool = openIn(folder);
    expect(idsOf(await takeAll(spool))).toEqual(["entry-0", "entry-1"]);
    expect(spool.stats()).toMatchObject({ adopted: 2, settled: { stored: 2 }, lastError: "EISDIR" });
  });
});

test("a folder that is removed is made again", async () => {
  const folder = spoolFolder();
  const spool = openIn(folder);
  await spool.append(recordsOf(0, 1));
  renameSync(folder, `${folder}-gone`);
  expect(await spool.append(recordsOf(1, 2))).toBeNull();
  expect(idsOf(await takeAll(spool))).toEqual(["entry-1"]);
});

test(
  "process.exit() while an append is under way keeps what is appended in its handler",
  { timeout: 30_000 },
  async () => {
    const folder = spoolFolder();
    const { said, ended } = startProcess("exit", [folder]);
    await ended;
    expect(said).toEqual(["entry-0 null", "cut null"]);
    expect(new Set(idsOf(await takeAll(openIn(folder))))).toEqual(new Set(["entry-0", "entry-cut"]));
  },
);

test("what is appended at the exit stands behind what was before", async () => {
  const folder = spoolFolder();
  const spool = openIn(folder);
  await spool.append(recordsOf(0, 2));
  expect(spool.appendSync(recordsOf(2, 4))).toBeNull();
  expect(statSync(spoolFiles(folder)[1] ?? "").mode & 0o777).toBe(0o600);
  expect(spool.stats().waiting).toBe(4);
  expect(idsOf(await takeAll(reopen(folder)))).toEqual(idsOf(recordsOf(0, 4)));
});

test("files of others in the folder are left alone", async () => {
  const folder = spoolFolder();
  const spool = openIn(folder);
  await spool.append(recordsOf(0, 1));
  renameSync(onlySpoolFile(folder), join(folder, "notes.spool"));
  expect(await takeAll(openIn(folder))).toEqual([]);
  expect(readdirSync(folder)).toEqual(["notes.spool"]);
});

function giveTo(folder: string, owner: Owner): string {
  const from = onlySpoolFile(folder);
  const name = parseName(from.slice(folder.length + 1));
  if (!name) throw new Error(`${from} is no name of a spool file`);
  const to = join(folder, formatName({ ...name, owner }));
  renameSync(from, to);
  return to;
}
