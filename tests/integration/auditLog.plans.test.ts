import { beforeAll, describe, expect, it, vi } from "vitest";
import { boundedReads } from "./planBounds";
import { haveNoTime } from "./noTime";
import { feeds, histories, others, searches } from "./planReads";
import { seedShapes } from "./planShapes";
import { excess, readingsOf } from "./planSupport";

vi.hoisted(() => vi.resetModules());
vi.mock("postgres", async (load) => (await import("./planRecorder")).recording(await load()));

beforeAll(seedShapes);

describe.each(Object.entries({ feeds, histories, searches, others }))("an index gives %s", (_kind, reads) => {
  it.each(reads)("$name", async ({ ask }) => {
    const { readings } = await readingsOf(ask);
    expect(readings).not.toEqual([]);
    expect(excess(readings)).toEqual([]);
  });
});

describe.each(boundedReads)("bounded is $name", ({ asks, most }) => {
  it.each(Object.entries(asks))("%s, and says so", async (_shape, ask) => {
    haveNoTime();
    const { answer, readings } = await readingsOf(ask);
    expect(answer).toBe(true);
    expect(excess(readings, most)).toEqual([]);
    // What an index gives has no place in the list.
    expect(excess(readings)).not.toEqual([]);
  });
});
