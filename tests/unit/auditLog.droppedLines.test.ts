import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Found } from "@/modules/auditLog/cli/droppedLines";
import { recordOf, sealWith, secret } from "./auditLog.sealSupport";

let sealed: string;
let findDropped: (input: Readable) => AsyncIterable<Found>;

beforeAll(async () => {
  const { seal } = await sealWith({ AUTH_SECRET: secret });
  sealed = seal(recordOf());
  ({ findDropped } = await import("@/modules/auditLog/cli/droppedLines"));
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const dropped = (entry = sealed) =>
  JSON.stringify({
    level: "error",
    event: "audit_log.entry_dropped",
    id: recordOf().entry.id,
    code: "EACCES",
    entry,
  });

async function find(...pieces: string[]): Promise<Found[]> {
  const found: Found[] = [];
  for await (const each of findDropped(Readable.from(pieces))) found.push(each);
  return found;
}

const opened = (line: number) => ({ line, record: recordOf() });

it.each([
  ["as it was written", () => dropped()],
  ["behind a prefix", () => `2026-11-22T10:00:00.000Z app[1] {pod="web-1"}: ${dropped()}`],
  ["before a suffix", () => `${dropped()} stream=stderr`],
  ["among a collector's fields", () => JSON.stringify({ ts: 1, parsed: JSON.parse(dropped()) as unknown })],
  ["written anew with spaces", () => dropped().replaceAll(":", ": ").replaceAll(",", ", ")],
  [
    "with its fields in another order",
    () => JSON.stringify({ entry: sealed, event: "audit_log.entry_dropped" }),
  ],
  ["as a string within JSON", () => JSON.stringify({ log: `${dropped()}\n`, stream: "stderr" })],
  ["as a string within a string", () => JSON.stringify({ message: JSON.stringify({ log: dropped() }) })],
  ["with a carriage return", () => `${dropped()}\r`],
  ["behind a byte order mark", () => `\uFEFF${dropped()}`],
])("a dropped entry is found %s", async (_, line) => {
  expect(await find(`${line()}\n`)).toEqual([opened(1)]);
});

it("is found although the stream comes in pieces, at the end without a newline, and told by its line", async () => {
  const text = `GET /\n\n${dropped()}\n{"level":"info"}\n${dropped()}`;
  expect(await find(...text.split(/(?=[,:])/))).toEqual([opened(3), opened(5)]);
});

it("two on one line are both found", async () => {
  expect(await find(`${dropped()} ${dropped()}\n`)).toEqual([opened(1), opened(1)]);
});

it.each([
  "",
  "GET /posts 200",
  '{"level":"error","event":"route.failed"}',
  'alert: no audit_log.entry_dropped, "entry":"v1.3.abc"',
  '{"event":"audit_log.entry_dropped_count","entry":"v1.3.abc"}',
  '{"event":"audit_log.entry_withdrawn","id":"1","code":"25P02"}',
  "{".repeat(100_000),
])("%# is passed over", async (line) => {
  expect(await find(`${line}\n`)).toEqual([]);
});

it.each([
  ["holds no sealed entry", () => '{"event":"audit_log.entry_dropped","id":"1","code":"UNKNOWN"}'],
  ["was cut short", () => dropped().slice(0, -20)],
  ["was cut short", () => dropped(sealed.slice(0, -4))],
  ["was altered", () => dropped(`${sealed.slice(0, -9)}AAAAAAAAA`)],
  ["is of the format v9", () => dropped("v9.3.abc")],
  ["sealed under another secret", () => dropped("v1.8.AAAAAAAA")],
  ["is no sealed entry", () => dropped("Ana Lindqvist".replace(" ", ""))],
])("what can't be opened is told with its line: %s", async (problem, line) => {
  const [one, ...others] = await find(`first\n${line()}\n`);
  expect(one).toMatchObject({ line: 2, problem: expect.stringContaining(problem) as unknown });
  expect(others).toEqual([]);
  expect(JSON.stringify(one)).not.toMatch(/Ana|Lindqvist/);
});
