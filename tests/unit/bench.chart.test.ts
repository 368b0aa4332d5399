import { describe, expect, it } from "vitest";
import { barsOf, toSvg } from "@/tests/bench/chart";
import { shapes, idOf } from "@/tests/bench/log/shapes";

const bars = [
  { shape: "hot <resource> & co", medians: { byKey: 0.7, ours: 0.9, plain: 1.1 } },
  { shape: "dormant actor", medians: { byKey: 0.9, ours: 1.2, plain: 2_345 } },
];
const svg = toSvg(bars, "2 cores & 24 GB");

describe("the chart", () => {
  it("is well-formed", () => {
    const tags = [...svg.matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/g)];
    const unclosed = tags.reduce<string[]>((open, [, closing, name = "", empty]) => {
      if (empty === "/") return open;
      if (closing === "") return [...open, name];
      return open.at(-1) === name ? open.slice(0, -1) : [...open, `/${name}`];
    }, []);
    expect(unclosed).toEqual([]);
    expect(svg.replaceAll(/<[^<>]*>/g, "")).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
    expect(svg).not.toContain("NaN");
  });

  it("says in words what it shows, for whoever does not see it", () => {
    expect(svg).toContain('role="img" aria-labelledby="title desc"');
    expect(svg).toContain('<title id="title">');
    expect(svg).toMatch(
      /<desc id="desc">[^<]*dormant actor: 0.900 by primary key, 1.20 by this log, 2,345 plain\./,
    );
  });

  it("has a form for each way, and colours of its own in the dark", () => {
    for (const mark of ['<rect class="byKey"', '<circle class="ours"', '<path class="plain"'])
      expect(svg.split(mark)).toHaveLength(bars.length + 2);
    expect(svg).toContain("prefers-color-scheme:dark");
  });

  it("goes from left to right by powers of ten", () => {
    const places = [...svg.matchAll(/<circle class="ours" cx="([\d.]+)"/g)].map(([, x]) => Number(x));
    expect(places[1]).toBeLessThan(places[2] ?? 0);
    for (const power of ["0.1", "1", "10", "100", "1000", "10000"]) expect(svg).toContain(`>${power}</text>`);
  });

  it("is not drawn of a run that measured no reads", () => {
    const table = { scenario: "lone", title: "", unit: "ms", rows: [], verdicts: [] };
    expect(() => barsOf({ tables: [table] })).toThrow("reads");
    expect(() => barsOf({ tables: [{ ...table, shape: "hot resource" }] })).toThrow("reads");
  });
});

describe("the ids of shapes", () => {
  it("are UUIDs, all different", () => {
    const {
      hotResource,
      coldResource,
      dormantResource,
      hotActor,
      coldActor,
      dormantActor,
      tenant,
      smallTenant,
    } = shapes;
    const ids = [
      hotActor,
      coldActor,
      dormantActor,
      tenant,
      smallTenant,
      hotResource.id,
      coldResource.id,
      dormantResource.id,
    ];
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(ids.length);
    expect(idOf("user:hot")).toBe(hotActor);
  });
});
