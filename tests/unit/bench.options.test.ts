import { describe, expect, it } from "vitest";
import { parseOptions, scenarioNames } from "@/tests/bench/options";

describe("the bench's options", () => {
  it("left out, are the quick form of everything", () => {
    expect(parseOptions([])).toEqual({
      scenarios: scenarioNames,
      rows: 200_000,
      isLong: false,
      flushMs: 0,
      isDrawn: false,
    });
  });

  it("in the long form measure five million entries, unless they say how many", () => {
    expect(parseOptions(["--long"])).toMatchObject({ isLong: true, rows: 5_000_000 });
    expect(parseOptions(["--long", "--rows", "1000000"])).toMatchObject({ isLong: true, rows: 1_000_000 });
  });

  it("name scenarios in any order, and run them in the one that spares data for others", () => {
    expect(parseOptions(["--only", "user, reads,lone"]).scenarios).toEqual(["reads", "lone", "user"]);
    expect(scenarioNames.slice(-2)).toEqual(["user", "month"]);
  });

  it("take all there are together", () => {
    const line = "--rows 20000 --grow-to 40000 --flush-ms 0.5 --chart --markdown .data/bench.md";
    expect(parseOptions(line.split(" "))).toMatchObject({
      rows: 20_000,
      growTo: 40_000,
      flushMs: 0.5,
      isDrawn: true,
      markdown: ".data/bench.md",
    });
  });

  it.each([
    ["--only", "nothing"],
    ["--only", "reads,,lone"],
    ["--rows", "many"],
    ["--rows", "9999"],
    ["--rows", "20000.5"],
    ["--flush-ms", "101"],
    ["--flush-ms", "-1"],
    ["--grow-to", "200000"],
    ["--markdown", ""],
    ["--fast"],
    ["reads"],
  ])("say what is wrong with %s %s, and how they are meant", (...args) => {
    expect(() => parseOptions(args)).toThrow(
      new RegExp(`${args[0] === "reads" ? "reads" : args[0]}[^]*Usage: npm run bench`),
    );
  });
});
