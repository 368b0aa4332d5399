import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ExportItem } from "@/app/admin/audit/exports/ExportItem";
import type { ExportProgress } from "@/modules/auditLog/export/export.types";

function render(change: Partial<ExportProgress>): string {
  const progress: ExportProgress = {
    id: "e1",
    format: "csv",
    query: "actor:ana",
    requestedBy: "u1",
    startedAt: new Date("2026-08-01T10:15:00Z"),
    endedAt: null,
    state: "running",
    rows: 12,
    bytes: 3_400,
    code: null,
    ...change,
  };
  return renderToStaticMarkup(
    <ExportItem display={{ locale: "en", timeZone: "UTC" }} progress={progress} />,
  ).replaceAll(/<[^>]*>/g, "|");
}

it("shows what nobody would see in a query", () => {
  expect(render({ query: "actor:\u202Eana" })).toContain("|actor:\\u202eana|");
});

it.each([
  ["STALLED", "Nothing was read of the file for a minute. Start the export again."],
  ["STOPPED", "The server was stopped. Start the export again."],
  ["25P03", "The database ended a transaction that had been idle for too long. Start the export again."],
  ["XX999", "Start the export again."],
])("says why it broke off, where that is known, and what to do: %s", (code, rest) => {
  const text = render({ state: "broke_off", code });
  expect(text).toContain(`|Entries are missing (${code}), as the file’s last line says too. ${rest}|`);
});

it("speaks of no last line where no file began", () => {
  const text = render({ state: "broke_off", code: "STOPPED", rows: 0, bytes: 0 });
  expect(text).toContain("|Entries are missing (STOPPED). The server was stopped. Start the export again.|");
});
