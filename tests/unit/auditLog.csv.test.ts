import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csv, toCell } from "@/modules/auditLog/export/formats/csv";
import { exportRow, parseCsv } from "./exportSupport";

const withoutApostrophes = (text: string) => text.replaceAll("'", "");

describe("a cell", () => {
  it.each([
    ["Ana Lindqvist", "Ana Lindqvist"],
    ["", ""],
    ["Website 2026, part 1", '"Website 2026, part 1"'],
    ['the "big" one', '"the ""big"" one"'],
    ["one\r\ntwo", '"one\r\ntwo"'],
    ["one\ntwo", '"one\ntwo"'],
    ["one\rtwo", '"one\rtwo"'],
    [" kept as it is ", " kept as it is "],
    ["ana@example.com", "ana@example.com"],
    ["2026-08-01", "2026-08-01"],
    ["عنا", "عنا"],
  ])("%j is %j", (text, cell) => {
    expect(toCell(text)).toBe(cell);
  });

  it("of nothing is empty", () => {
    expect(toCell(null)).toBe("");
  });

  const invisible = [
    "",
    " ",
    "   ",
    "\t",
    "\r",
    "\n",
    "\r\n",
    "\u00A0",
    "\u3000",
    "\u200B",
    "\uFEFF",
    "\u2060",
    "\v",
    "\0 ",
  ];
  const beginnings = ["=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"];
  const formulas = invisible.flatMap((before) =>
    beginnings.map((sign) => `${before}${sign}cmd|'/C calc'!A0`),
  );

  it.each(formulas)("%j is text and no formula", (formula) => {
    const [[cell = ""] = []] = parseCsv(`${toCell(formula)}\r\n`);
    expect(cell).toMatch(/^'/);
    expect(cell.replaceAll(/^'|'(?=[=+\-@＝＋－＠])/g, "")).toBe(formula);
  });

  it.each([
    ["x;=1+1", "x;'=1+1"],
    ["x; =1+1;y", "x; '=1+1;y"],
    ['x;"=1+1;y"', 'x;"\'=1+1;y"'],
    ["x\t@SUM(1)", "x\t'@SUM(1)"],
    ["x\r\n-1", "x\r\n'-1"],
    ["x;\u200B\uFF1D1+1", "x;\u200B'\uFF1D1+1"],
    ["=1;=2", "'=1;'=2"],
    ["x;y=1, a-b, 1;2", "x;y=1, a-b, 1;2"],
    ['{"a": "x;=1+1"}', '{"a": "x;\'=1+1"}'],
  ])("%j holds no formula for a program that separates cells by another character", (text, cell) => {
    expect(parseCsv(`${toCell(text)}\r\n`)).toEqual([[cell]]);
  });

  it.each(["\tSUM(1)", "\rSUM(1)", "\nSUM(1)", " \tSUM(1)", "\uFEFF\tSUM(1)"])(
    "%j, which begins with a control, is text",
    (text) => {
      expect(parseCsv(`${toCell(text)}\r\n`)).toEqual([[`'${text}`]]);
    },
  );

  it("holds any text, and begins with nothing that a program takes for a formula", () => {
    const texts = fc.array(
      fc.constantFrom(
        "=",
        "+",
        "-",
        "@",
        "\uFF1D",
        " ",
        "\t",
        "\r",
        "\n",
        '"',
        ",",
        ";",
        "'",
        "a",
        "\u200B",
        "é",
      ),
    );
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join("");
        const [[cell = ""] = []] = parseCsv(`${toCell(text)}\r\n`);
        expect(withoutApostrophes(cell)).toBe(withoutApostrophes(text));
        expect(cell).not.toMatch(/^[\p{Z}\p{Cf}\p{Cc}]*[=+\-@＝＋－＠]/u);
        for (const part of cell.split(/[;\t\r\n]/).slice(1))
          expect(part).not.toMatch(/^["\p{Z}\p{Cf}\p{Cc}]*[=+\-@＝＋－＠]/u);
        expect(cell).not.toMatch(/^[\t\r\n]/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a file", () => {
  const hostile = exportRow({
    actorName: ' \t=HYPERLINK("https://evil.example","x")',
    resourceName: 'a,"b"\r\nc',
    changes: '{"title": {"from": "=1", "to": null}}',
  });

  it("has a header, and a record of as many fields for each entry", () => {
    const [head = [], ...records] = parseCsv(`${csv.head ?? ""}${csv.line(exportRow())}${csv.line(hostile)}`);
    expect(head).toEqual([
      "id",
      "createdAt",
      "recordedAt",
      "organizationId",
      "actorType",
      "actorId",
      "actorName",
      "impersonatorId",
      "impersonatorName",
      "action",
      "outcome",
      "resourceType",
      "resourceId",
      "resourceName",
      "changes",
      "metadata",
      "ip",
      "userAgent",
      "requestId",
    ]);
    const asRead = records.map((fields) => new Map(fields.map((field, at) => [head[at], field])));
    for (const [at, row] of [exportRow(), hostile].entries()) {
      const inert = `' \t'=HYPERLINK("https://evil.example","x")`;
      const expected = { ...row, actorName: row === hostile ? inert : row.actorName };
      for (const [name, value] of Object.entries(expected)) expect(asRead[at]?.get(name)).toBe(value ?? "");
    }
  });

  it("ends every record with CRLF", () => {
    for (const text of [csv.head ?? "", csv.line(exportRow()), csv.brokeOff({ rows: 1, code: "57P01" })])
      expect(text).toMatch(/^[^\r\n]+\r\n$/);
  });

  it("that broke off says so in a last record of as many fields", () => {
    const [head, last] = parseCsv(`${csv.head ?? ""}${csv.brokeOff({ rows: 1_200, code: "57P01" })}`);
    expect(last?.[0]).toBe("EXPORT BROKE OFF after 1200 rows: 57P01");
    expect(last?.slice(1)).toEqual(head?.slice(1).map(() => ""));
  });
});
