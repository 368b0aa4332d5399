import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frame, unframe } from "@/modules/auditLog/delivery/spool/frame";
import { formatName, nobody } from "@/modules/auditLog/delivery/spool/owner";
import {
  idsOf,
  onlySpoolFile,
  openIn,
  recordOf,
  recordsOf,
  spoolFolder,
  takeAll,
} from "./auditLogSpoolSupport";

const records = recordsOf(0, 4);

describe("a file that was", () => {
  test("cut off at any byte gives every whole record before it", { timeout: 60_000 }, async () => {
    const whole = await bytesOf(records);
    const ends = records.map((_, index) => Buffer.concat(framed(records.slice(0, index + 1))).length);
    for (let length = 0; length < whole.length; length++) {
      // The last newline is not of the record.
      const expected = records.filter((_, index) => length >= (ends[index] ?? 0) - 1);
      const { ids, torn } = await readBack(whole.subarray(0, length));
      expect(ids, `cut at ${length}`).toEqual(idsOf(expected));
      const rest = length - (ends[expected.length - 1] ?? 0);
      expect(torn, `cut at ${length}`).toBe(rest > 1 ? 1 : 0);
    }
  });

  test("changed at any byte gives every record but that one", { timeout: 60_000 }, async () => {
    const whole = await bytesOf(records);
    const size = whole.length / records.length;
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      const { ids, torn } = await readBack(changed);
      expect(ids, `changed at ${at}`).toEqual(
        idsOf(records.filter((_, index) => index !== Math.floor(at / size))),
      );
      expect(torn, `changed at ${at}`).toBeGreaterThan(0);
    }
  });

  test("overwritten anywhere with anything gives only records that were written, and all it did not reach", async () => {
    const lines = framed(records);
    const whole = Buffer.concat(lines);
    const noise = fc.uint8Array({ minLength: 1, maxLength: 900 });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), noise, async (at, bytes) => {
        const changed = Buffer.from(whole);
        changed.set(bytes.subarray(0, whole.length - at), at);
        const { ids } = await readBack(changed);
        let start = 0;
        const untouched = records.filter((_, index) => {
          const [from, to] = [start, (start += lines[index]?.length ?? 0)];
          return at >= to || at + bytes.length <= from;
        });
        expect(idsOf(records)).toEqual(expect.arrayContaining(ids));
        expect(ids).toEqual(expect.arrayContaining(idsOf(untouched)));
      }),
      { numRuns: 300 },
    );
  });

  test("written on after a write that failed half way gives what stands on both sides", async () => {
    const [first, second, ...rest] = framed(records);
    const half = second?.subarray(0, second.length / 2);
    const { ids, torn } = await readBack(Buffer.concat([first, half, ...rest].flatMap((part) => part ?? [])));
    expect(ids).toEqual(["entry-0", "entry-2", "entry-3"]);
    expect(torn).toBe(1);
  });

  test("filled with 40 MB of nothing gives what stands behind that", async () => {
    const { ids, torn } = await readBack(
      Buffer.concat([Buffer.alloc(40 * 2 ** 20, "x"), ...framed(records)]),
    );
    expect(ids).toEqual(idsOf(records));
    expect(torn).toBe(1);
  });
});

test("what an entry holds can't pass for a record, though its line is damaged", async () => {
  const forged = framed([recordOf("forged")]).join("");
  const honest = recordOf("honest");
  const [line] = framed([
    { ...honest, entry: { ...honest.entry, metadata: { forged, list: [forged, "x"] } } },
  ]);
  const damaged = Buffer.from(line ?? "");
  damaged.write("!", 20);
  expect((await readBack(damaged)).ids).toEqual([]);
});

test("a line is read back as it was made, and no other text passes for one", () => {
  fc.assert(
    fc.property(fc.json(), fc.string(), (json, other) => {
      const line = frame(json).subarray(1, -1);
      expect(unframe(line)).toBe(json);
      expect(unframe(Buffer.from(other))).toBeNull();
      expect(line.includes("\n")).toBe(false);
    }),
    { numRuns: 1_000 },
  );
});

test("whatever JSON an entry holds comes back as it went", async () => {
  const folder = spoolFolder();
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.string({ unit: "binary" }), async (metadata, name) => {
      const record = recordOf("any");
      const entry = { ...record.entry, metadata, changes: metadata, actor_name: name };
      const spool = openIn(folder);
      await spool.append([{ ...record, entry }]);
      const expected: unknown = JSON.parse(JSON.stringify([{ ...record, entry }]));
      expect(await takeAll(spool)).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

function framed(list: object[]): Buffer[] {
  return list.map((record) => frame(JSON.stringify(record)));
}

/** What the spool writes for them. */
async function bytesOf(list: typeof records): Promise<Buffer> {
  const folder = spoolFolder();
  const spool = openIn(folder);
  for (const record of list) await spool.append([record]);
  return readFileSync(onlySpoolFile(folder));
}

/** What the next process reads of a file with these bytes. */
async function readBack(bytes: Buffer): Promise<{ ids: string[]; torn: number }> {
  const folder = spoolFolder();
  mkdirSync(folder);
  const id = "019a0000-0000-7000-8000-000000000000";
  writeFileSync(join(folder, formatName({ owner: nobody, id, kind: "spool" })), bytes);
  const spool = openIn(folder);
  const ids = idsOf(await takeAll(spool));
  return { ids, torn: spool.stats().torn };
}
