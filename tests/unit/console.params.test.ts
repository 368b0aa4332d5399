import { describe, expect, it } from "vitest";
import { hrefOf } from "@/app/admin/audit/_console/address";
import { readParams } from "@/app/admin/audit/_console/params";

describe("the console’s address", () => {
  it.each([
    [{}, { line: "", cursor: null, isPanel: false }],
    [
      { q: "actor:ana", cursor: "abc" },
      { line: "actor:ana", cursor: "abc", isPanel: false },
    ],
    [
      { q: ["one", "two"], cursor: ["a", "b"] },
      { line: "one", cursor: null, isPanel: false },
    ],
    [
      { q: [], panel: ["1", "1"] },
      { line: "", cursor: null, isPanel: true },
    ],
    [{ panel: "yes" }, { line: "", cursor: null, isPanel: false }],
  ])("%o says %o", (params, said) => {
    expect(readParams(params)).toEqual(said);
  });

  it("keeps the line whole, and the cursor beside it", () => {
    const line = 'actor:"Ana & Bo" a+b #1 100% é';
    const { searchParams } = new URL(hrefOf(line, "c/d="), "http://localhost");
    expect(searchParams.get("q")).toBe(line);
    expect(searchParams.get("cursor")).toBe("c/d=");
    expect(hrefOf("")).toBe("/admin/audit");
  });
});
