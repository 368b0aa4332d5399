import { describe, expect, test } from "vitest";
import { frame, fromBrokenLine, unframe } from "@/modules/auditLog/delivery/spool/frame";
import type { DeadLetter } from "@/modules/auditLog/delivery/spool/spool";
import { idsOf, openIn, recordsOf, spoolFolder, startProcess } from "./auditLogSpoolSupport";

describe("dead letters of several processes", { timeout: 60_000 }, () => {
  test("are each read back whole, whatever size they are added in", async () => {
    const folder = spoolFolder();
    const processes = ["first", "second", "third"].map((prefix) => startProcess("bury", [folder, prefix]));
    await Promise.all(processes.map(({ ended }) => ended));
    const kept = processes.flatMap(({ said }) => said);
    expect(kept).toHaveLength(3 * 8 * 6);
    const letters = await openIn(folder).readDeadLetters();
    expect(idsOfLetters(letters)).toEqual(kept.toSorted());
  });

  test("are each in a file once the disk refuses, half way through a write too", async () => {
    const folder = spoolFolder();
    // A file may have 8 blocks, of 512 bytes or of 1 KB: the system cuts off the write that passes that.
    const { said, ended } = startProcess("buryFew", [folder], "ulimit -f 8");
    await ended;
    expect(said.length).toBeGreaterThan(0);
    expect(said.length).toBeLessThan(12);
    const spool = openIn(folder);
    await spool.drain(async (records) => records.map(() => ({ deadLetter: "22P02" })));
    const expected = idsOf(recordsOf(0, 12)).toSorted();
    expect(idsOfLetters(await spool.readDeadLetters())).toEqual(expected);
  });
});

test.each([1, 5, 12, 25, 26, 27, 28, 40])(
  "lines that were written up to byte %i are all whole after what is left",
  (written) => {
    const lines = Buffer.concat(["first", "second", "third"].map((text) => frame(JSON.stringify(text))));
    const others = frame('"of another process"');
    const file = Buffer.concat([lines.subarray(0, written), others, fromBrokenLine(lines, written)]);
    const whole = file
      .toString()
      .split("\n")
      .flatMap((line) => unframe(Buffer.from(line)) ?? []);
    expect(new Set(whole)).toEqual(new Set(['"first"', '"second"', '"third"', '"of another process"']));
  },
);

function idsOfLetters(letters: DeadLetter[]): string[] {
  return letters.map(({ record }) => record?.entry.id ?? "unknown").toSorted();
}
