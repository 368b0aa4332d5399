import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import postgres from "postgres";
import { createSqlClient } from "@/db/drizzle";
import type { AuditLogInput } from "@/modules/auditLog/auditLog.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { toStoredEntry } from "@/modules/auditLog/capture/entry";
import { columns } from "@/modules/auditLog/delivery/columns.repo";
import { auditLogImportService } from "@/modules/auditLog/import/import.service";
import type { ImportSource } from "@/modules/auditLog/import/import.types";
import { answerEach } from "@/tests/bench/feed/worker";
import { readNewest } from "@/tests/bench/inputs";
import { toCopyText, toRelatedText } from "./copyText";
import { createHistory, mapping, toLines } from "./history";
import type { Loaded, Question, Way } from "./processes";

/** The same entries as each way takes them. */
let given = {
  inputs: [] as AuditLogInput[],
  entries: [] as Buffer[],
  related: [] as Buffer[],
  lines: [] as Buffer[],
};
const client = createSqlClient({ max: 1 });

const load: Record<Way, () => Promise<void>> = {
  copy,
  logMany1000: () => logInBatches(1_000),
  logMany5000: () => logInBatches(5_000),
  importTable: () => importFrom({ kind: "table", table: "activity" }),
  importNdjson: () => importFrom({ kind: "ndjson", input: Readable.from(given.lines) }),
};

// Another database needs another process: the application knows but one.
answerEach<Question>(async (question) => {
  if ("like" in question) return prepare(question);
  const start = performance.now();
  await load[question.way]();
  return { milliseconds: performance.now() - start, ...counts() };
});

/** Each way's own is made ahead, as a file or a table would be there already. */
async function prepare({ like, count }: { like: string; count: number }): Promise<Loaded> {
  const sql = postgres(like, { max: 1 });
  const inputs = await readNewest(sql, { count, isDated: true });
  await sql.end();
  const entries = inputs.map(toStoredEntry);
  given = { inputs, entries: toCopyText(entries), related: toRelatedText(entries), lines: toLines(inputs) };
  await createHistory(client, inputs);
  return { milliseconds: 0, ...counts() };
}

function counts(): { rows: number; related: number } {
  const { inputs } = given;
  return {
    rows: inputs.length,
    related: inputs.reduce((sum, { related }) => sum + (related?.length ?? 0), 0),
  };
}

/** Everything in one transaction. */
async function copy(): Promise<void> {
  await client.begin(async (tx) => {
    const entries = await tx`copy audit_logs (${tx(columns)}) from stdin`.writable();
    await pipeline(Readable.from(given.entries), entries);
    const related =
      await tx`copy audit_log_related (resource_type, resource_id, id, organization_id) from stdin`.writable();
    await pipeline(Readable.from(given.related), related);
  });
}

/** As a backfill does that waits for each batch. */
async function logInBatches(size: number): Promise<void> {
  const { inputs } = given;
  for (let from = 0; from < inputs.length; from += size) {
    const receipts = await auditLogService.logMany(inputs.slice(from, from + size));
    const failed = receipts.filter(({ status }) => status !== "stored");
    if (failed.length > 0) throw new Error(`${failed.length} entries were ${failed[0]?.status}, not stored`);
  }
}

/** As `npm run audit -- import` does, under a name of its own: each import is a new one. */
async function importFrom(source: ImportSource): Promise<void> {
  // The log was emptied, and so nothing has been imported.
  await client`delete from audit_log_imports`;
  const { imported } = await auditLogImportService.importEntries({ source, mapping, name: "bench" });
  if (imported !== given.inputs.length)
    throw new Error(`${imported} of ${given.inputs.length} rows were imported`);
}
