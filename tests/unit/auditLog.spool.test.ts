import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import type { SpoolAlert } from "@/modules/auditLog/delivery/spool/spool";
import {
  idsOf,
  onlySpoolFile,
  openIn,
  recordOf,
  recordsOf,
  reopen,
  spoolFiles,
  spoolFolder,
  startProcess,
  takeAll,
  textOf,
} from "./auditLogSpoolSupport";

describe("what is appended", () => {
  test("is read back by the next process as it was, in order", async () => {
    const folder = spoolFolder();
    const records = [...recordsOf(0, 3), recordOf("of a transaction", { txid: "771" })];
    const spool = openIn(folder);
    expect(await spool.append(records.slice(0, 1))).toBeNull();
    expect(await spool.append(records.slice(1))).toBeNull();
    expect(await takeAll(reopen(folder))).toEqual(records);
  });

  test("is on disk before the call answers", async () => {
    const folder = spoolFolder();
    await openIn(folder).append([recordOf("entry-0")]);
    expect(textOf(folder)).toContain("entry-0");
  });

  test("is for this user's eyes alone", async () => {
    const folder = spoolFolder();
    await openIn(folder).append(recordsOf(0, 1));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(onlySpoolFile(folder)).mode & 0o777).toBe(0o600);
  });

  test("shares one file and few writes among concurrent calls", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    const codes = await Promise.all(recordsOf(0, 1_000).map((record) => spool.append([record])));
    expect(new Set(codes)).toEqual(new Set([null]));
    expect(spoolFiles(folder)).toHaveLength(1);
    expect(idsOf(await takeAll(spool))).toEqual(idsOf(recordsOf(0, 1_000)));
  });

  test("goes to a new file after 16 MB, and is still handed over in order", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    const large = { text: "x".repeat(2 ** 20) };
    const records = recordsOf(0, 40).map(({ entry, ...rest }) => ({
      ...rest,
      entry: { ...entry, metadata: large },
    }));
    for (const record of records) await spool.append([record]);
    expect(spoolFiles(folder)).toHaveLength(3);
    expect(idsOf(await takeAll(reopen(folder)))).toEqual(idsOf(records));
  });

  test("is told by the statistics, without a value of it", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder, { maxBytes: 5_000 });
    await spool.append([recordOf("a", { at: "2026-03-01T10:00:00.000Z" }), recordOf("b")]);
    expect(spool.stats()).toEqual({
      waiting: 2,
      bytes: statSync(onlySpoolFile(folder)).size,
      maxBytes: 5_000,
      oldest: "2026-03-01T10:00:00.000Z",
      deadLetters: 0,
      adopted: 0,
      late: 0,
      settled: { stored: 0, withdrawn: 0, buried: 0 },
      torn: 0,
      lastError: null,
    });
  });
});

describe("a spool that is not used", () => {
  test("makes no folder, not even when drained and closed", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    expect(await takeAll(spool)).toEqual([]);
    await spool.append([]);
    expect(spool.appendSync([])).toBeNull();
    await spool.close();
    expect(existsSync(folder)).toBe(false);
    expect(spool.stats().lastError).toBeNull();
  });

  test("leaves no file when all is stored", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    await spool.append(recordsOf(0, 3));
    await takeAll(spool);
    expect(readdirSync(folder)).toEqual([]);
    expect(spool.stats()).toMatchObject({ waiting: 0, bytes: 0, oldest: null });
  });
});

describe("a disk that refuses", () => {
  test("is told by its code, and tried again at the next append", async () => {
    const folder = spoolFolder();
    writeFileSync(folder, "a file in the folder's place");
    const spool = openIn(folder);
    expect(await spool.append(recordsOf(0, 1))).toBe("ENOTDIR");
    expect(spool.appendSync(recordsOf(1, 2))).toBe("ENOTDIR");
    await takeAll(spool);
    expect(spool.stats()).toMatchObject({ waiting: 0, bytes: 0, lastError: "ENOTDIR" });
    const other = openIn(`${dirname(folder)}/other`);
    mkdirSync(`${dirname(folder)}/other`);
    expect(await other.append(recordsOf(0, 1))).toBeNull();
  });

  test("half way through a write loses only what it refused", { timeout: 30_000 }, async () => {
    const folder = spoolFolder();
    // A file may have 4 blocks, of 512 bytes or of 1 KB: the system cuts off the write that passes that.
    const { said, ended } = startProcess("fill", [folder], "ulimit -f 4");
    await ended;
    const expected = recordsOf(0, 12).map(
      ({ entry }, index) => `${entry.id} ${index === 3 ? "EFBIG" : null}`,
    );
    expect(said).toEqual(expected);
    expect(spoolFiles(folder).length).toBeGreaterThan(1);
    const kept = recordsOf(0, 12).filter((_, index) => index !== 3);
    const spool = openIn(folder);
    expect(idsOf(await takeAll(spool))).toEqual(idsOf(kept));
    expect(spool.stats().torn).toBe(0);
  });

  test("and a record that can't be written harm no other", async () => {
    const folder = spoolFolder();
    const spool = openIn(folder);
    const endless: Record<string, unknown> = {};
    endless.self = endless;
    const broken = recordOf("broken");
    const codes = await Promise.all([
      spool.append(recordsOf(0, 1)),
      spool.append([{ ...broken, entry: { ...broken.entry, metadata: endless } }]),
      spool.append([{ ...broken, entry: { ...broken.entry, metadata: "x".repeat(17 * 2 ** 20) } }]),
      spool.append(recordsOf(1, 2)),
    ]);
    expect(codes).toEqual([null, "UNKNOWN", "RECORD_TOO_LARGE", null]);
    expect(idsOf(await takeAll(spool))).toEqual(["entry-0", "entry-1"]);
  });
});

describe("the size limit", () => {
  test("refuses what would pass it, and takes again when there is room", async () => {
    const spool = openIn(spoolFolder(), { maxBytes: 2_000 });
    const codes = await Promise.all(recordsOf(0, 5).map((record) => spool.append([record])));
    expect(codes.slice(-1)).toEqual(["SPOOL_FULL"]);
    expect(spool.appendSync(recordsOf(5, 6))).toBe("SPOOL_FULL");
    expect(spool.stats().bytes).toBeLessThanOrEqual(2_000);
    expect(await takeAll(spool)).toHaveLength(codes.filter((code) => code === null).length);
    expect(await spool.append(recordsOf(6, 7))).toBeNull();
  });

  test("of what is on its way to the disk, and none of that is lost", async () => {
    const spool = openIn(spoolFolder(), { maxHeldBytes: 64 * 2 ** 20 });
    const text = "x".repeat(2 ** 20);
    const records = recordsOf(0, 70).map(({ entry, ...rest }) => ({
      ...rest,
      entry: { ...entry, metadata: { text } },
    }));
    const codes = await Promise.all(records.map((record) => spool.append([record])));
    const kept = records.filter((_, index) => codes[index] === null);
    expect(codes).toEqual(records.map((_, index) => (index < 63 ? null : "SPOOL_BUSY")));
    expect(await spool.append(recordsOf(70, 71))).toBeNull();
    expect(idsOf(await takeAll(spool))).toEqual([...idsOf(kept), "entry-70"]);
  });

  test("reached while what waits moves to another file leaves each entry there once", async () => {
    const folder = spoolFolder();
    const first = openIn(folder);
    await first.append(recordsOf(0, 3_000).map((record) => ({ ...record, txid: record.entry.id })));
    const { bytes } = first.stats();
    await first.close();
    // Room for the first of the six chunks that a third of the entries moves in.
    const spool = openIn(folder, { maxBytes: Math.floor(bytes * 0.1) });
    await spool.drain(async (records) => records.map((_, index) => (index % 3 === 0 ? "waiting" : "stored")));
    expect(spoolFiles(folder)).toHaveLength(2);
    expect(spool.stats().waiting).toBe(1_002);
    const taken = idsOf(await takeAll(spool));
    expect(new Set(taken).size).toBe(1_002);
    expect(taken).toHaveLength(1_002);
    expect(spool.stats()).toMatchObject({ adopted: 3_000, waiting: 0, settled: { stored: 3_000 } });
  });

  test("is told of at half, once each time that is passed", async () => {
    const alerts: SpoolAlert[] = [];
    const spool = openIn(spoolFolder(), { maxBytes: 2_000, onAlert: (alert) => void alerts.push(alert) });
    await spool.append(recordsOf(0, 1));
    expect(alerts).toEqual([]);
    await spool.append(recordsOf(1, 2));
    const { bytes } = spool.stats();
    await spool.append(recordsOf(2, 3));
    expect(alerts).toEqual([{ kind: "half_full", bytes, maxBytes: 2_000 }]);
    await takeAll(spool);
    await spool.append(recordsOf(3, 5));
    expect(alerts).toHaveLength(2);
  });

  test("is kept though the one who is told of it throws", async () => {
    const onAlert = () => {
      throw new Error("no");
    };
    const spool = openIn(spoolFolder(), { maxBytes: 1_000, onAlert });
    expect(await spool.append(recordsOf(0, 1))).toBeNull();
  });
});
