import { describe, expect, it } from "vitest";
import { filePosition, longestLine, readBlocks, type FilePosition } from "@/modules/auditLog/import/lines";
import { openNdjson } from "@/modules/auditLog/import/ndjsonSource";

async function* inPieces(text: string | Buffer, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Every line read, and the positions before each and at the end. */
async function read(text: string | Buffer, { size = 7, from = null as FilePosition | null } = {}) {
  const source = await openNdjson(inPieces(text, size));
  const [rows, places, positions]: [string[], string[], FilePosition[]] = [[], [], []];
  let end = from;
  for await (const batch of source.batches(from)) {
    for (let at = 0; at < batch.size; at++) {
      positions.push(filePosition.parse(batch.before(at)));
      places.push(batch.placeOf(at));
      rows.push(rowOf(() => batch.row(at).record));
    }
    end = filePosition.parse(batch.end);
  }
  return { rows, places, positions, end };
}

function rowOf(of: () => unknown): string {
  try {
    return JSON.stringify(of());
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}

describe.each([1, 2, 7, 1_000])("in pieces of %i bytes", (size) => {
  it("reads lines whatever they end with, and none that is empty", async () => {
    const { rows, places } = await read('\uFEFF{"a":1}\r\n\n\r\n{"a":"ä"}\n{"a":3}', { size });
    expect(rows).toEqual(['{"a":1}', '{"a":"ä"}', '{"a":3}']);
    expect(places).toEqual(["line 1", "line 4", "line 5"]);
  });

  it("goes on at any line where it was left, and after the end where something was added", async () => {
    const text = '{"a":1}\n\n{"a":2}\r\n{"a":3}';
    const { rows, positions, end } = await read(text, { size });
    for (const [at, from] of positions.entries()) {
      const rest = await read(text, { size, from });
      expect(rest.rows).toEqual(rows.slice(at));
      expect(rest.end).toEqual(end);
    }
    expect(end).toMatchObject({ offset: Buffer.byteLength(text), line: 3 });
    const more = await read(`${text}\n{"a":4}\n`, { size, from: end });
    expect(more).toMatchObject({ rows: ['{"a":4}'], places: ["line 5"], end: { line: 5 } });
  });
});

it("knows a file again by what was read of it", async () => {
  const { positions, end } = await read('{"a":1}\n{"a":2}\n');
  await expect(read('{"a":9}\n{"a":2}\n{"a":3}\n', { from: end })).rejects.toThrow(/not what they were/);
  await expect(read('{"a":1}\n', { from: end })).rejects.toThrow(/It has 8 bytes, of which 16 were read/);
  await expect(read("", { from: end })).rejects.toThrow(/It has 0 bytes/);
  // Of what was not read yet nothing is known.
  expect((await read('{"a":1}\n{"a":7}\n', { from: positions[1] ?? null })).rows).toEqual(['{"a":7}']);
});

it("tells where a line is not what it should be, and nothing of what it holds", async () => {
  const bad = Buffer.concat([Buffer.from('{"a":"ok \uFFFD '), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);
  const { rows } = await read(Buffer.concat([bad, Buffer.from('\n{"b":"SECRET\u0000"}\n[1]\n"x"\n7\n')]));
  expect(rows).toEqual([
    "byte 14 is not UTF-8",
    "column 13: a text holds a character that has to be escaped",
    "it is JSON, but no object",
    "it is JSON, but no object",
    "it is JSON, but no object",
  ]);
});

it("tells a file in UTF-16", async () => {
  const { rows } = await read(Buffer.from('\uFEFF{"a":1}', "utf16le"));
  expect(rows).toEqual(["it is UTF-16: convert the file first, iconv -f UTF-16 -t UTF-8"]);
});

it.each([
  ['[{"a":1}]\n', /^it is JSON, but no object; of a JSON array make a line of each object first/],
  ['[\n{"a":1}\n]\n', /^column 2: the line ends in the middle of the JSON; of a JSON array/],
  ['{\n"a":1\n}\n', /^column 2: .*; make one line of each object first/],
  [
    "id,event,at\n",
    /^column 1: there is no JSON value; what is no JSON, such as CSV, is brought into a table/,
  ],
  ['{"a":}\n', /^column 6: there is no JSON value$/],
])("says of the first line what to do with a file such as %j", async (text, reason) => {
  const { rows } = await read(text);
  expect(rows[0]).toMatch(reason);
});

it("passes over a line of 100 MB without keeping it", async () => {
  const piece = Buffer.alloc(2 ** 20, "x");
  async function* input() {
    yield Buffer.from('{"a":1}\n{"b":"');
    for (let count = 0; count < 100; count++) yield piece;
    yield Buffer.from('"}\n{"a":2}\n');
  }
  const before = process.memoryUsage().arrayBuffers;
  const blocks: unknown[] = [];
  let peak = 0;
  let end: FilePosition | null = null;
  for await (const block of readBlocks(input(), null)) {
    blocks.push(block.bytes?.toString() ?? null);
    end = block.end;
    peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
  }
  expect(blocks).toEqual(['{"a":1}\n', null, '{"a":2}\n']);
  expect(end).toMatchObject({ line: 3, offset: 100 * 2 ** 20 + 8 + 6 + 3 + 8 });
  expect(peak).toBeLessThan(6 * longestLine);
});

it("hands out what stands around a long line whatever the pieces are", async () => {
  const text = `{"a":1}\n{"b":"${"x".repeat(longestLine)}"}\n{"a":2}\n`;
  for (const size of [longestLine * 2, 300_000]) {
    const { rows, places } = await read(text, { size });
    expect(rows.map((row) => row.slice(0, 30))).toEqual(['{"a":1}', "it is longer than 8 MiB", '{"a":2}']);
    expect(places).toEqual(["line 1", "line 2", "line 3"]);
  }
});
