import { parseArgs } from "node:util";
import { z } from "zod";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { TenantScope } from "@/modules/auditLog/auditLog.types";
import { auditLogExportService } from "@/modules/auditLog/export/export.service";
import {
  exportFormats,
  type AuditLogExport,
  type ExportFormat,
} from "@/modules/auditLog/export/export.types";
import type { ParsedQuery } from "@/modules/auditLog/search/query.types";
import { findZone } from "@/modules/auditLog/search/query/zone";
import { UsageError, type Terminal, type Verb } from "./command";
import { requireUnused, sizeOf, writeFileWhole, writeOut } from "./exportOutput";
import { userName } from "./userName";

const help = `Usage: npm run --silent audit -- export (--organization <id> | --all) [options]

Writes every entry that a query finds, newest first, as the log is at this moment.

  --organization <id>    one organization's entries, or "platform" for the platform's own; the query may say
                         it instead: organization:<id>
  --all                  the entries of all organizations and the platform
  --query "<line>"       as in the console, e.g. 'action:post.* created:2026-08'. Without created: it is the
                         last 30 days; created:all is everything
  --time-zone <name>     whose days the query means, e.g. Europe/Berlin; UTC if left out
  --format <name>        csv (if left out), ndjson, cloudevents or ocsf
  --out <file>           into this new file, which is there once it is whole; else to standard output

An export that breaks off says so in its last line. It does so as well where nothing is read of it for a
minute. That it was made is in the log.

Exit code: 0, or 1 if entries are missing, or 2 if called wrongly.`;

const options = {
  query: { type: "string", default: "" },
  format: { type: "string", default: "csv" },
  organization: { type: "string" },
  all: { type: "boolean" },
  out: { type: "string" },
  "time-zone": { type: "string", default: "UTC" },
} as const;

/** Not named `export`, which is a word of the language. */
export const exportVerb: Verb = {
  summary: "write the entries that a query finds to a file",
  help,
  run: async (args, terminal) => {
    const { values } = parseArgs({ args, options });
    const format = readFormat(values.format);
    const query = readQuery(values.query, values["time-zone"]);
    const { scope, scopeId } = readScope(values, query);
    if (values.out !== undefined) await requireUnused(values.out);
    const line = auditLogService.formatQuery(query);
    const exported = await auditLogExportService.exportEntries(scope, {
      filter: query.filter,
      format,
      viewer: "operator",
      query: line,
    });
    await auditLogService.logRead({
      actor: { type: "system", id: null, name: userName() },
      organizationId: null,
      action: "audit_log.exported",
      resourceType: "audit_log",
      resourceId: scopeId,
      metadata: { query: line, format },
    });
    await write(exported, { terminal, out: values.out });
    if (exported.progress.rows === 0) complainOfNothing(terminal, scopeId);
    return 0;
  },
};

function readFormat(name: string): ExportFormat {
  const format = z.enum(exportFormats).safeParse(name);
  if (format.success) return format.data;
  throw new UsageError(`--format takes one of ${exportFormats.join(", ")}.`);
}

function readQuery(line: string, timeZone: string): ParsedQuery {
  if (findZone(timeZone) === null)
    throw new UsageError("--time-zone takes a name such as Europe/Berlin or UTC.");
  const query = auditLogService.parseQuery(line, { timeZone, now: new Date() });
  const [error] = query.errors;
  if (error) throw new UsageError(`--query, characters ${error.start + 1} to ${error.end}: ${error.message}`);
  return query;
}

/** Whose entries are meant; nobody gets those of all by leaving something out. */
function readScope(
  { organization, all }: { organization?: string | undefined; all?: boolean | undefined },
  query: ParsedQuery,
): { scope: TenantScope; scopeId: string } {
  const said = [organization, all ? "*" : undefined, query.organization ?? undefined].filter(
    (value) => value !== undefined,
  );
  const [meant, another] = said;
  if (meant === undefined || meant === "")
    throw new UsageError("Say whose entries: --organization <id> or --all.");
  if (another !== undefined)
    throw new UsageError("Say once whose entries: --organization, --all, or organization: in the query.");
  if (meant === "*") return { scope: { allOrganizations: true }, scopeId: "all" };
  return { scope: { organizationId: meant === "platform" ? null : meant }, scopeId: meant };
}

type Target = { terminal: Terminal; out: string | undefined };

async function write(exported: AuditLogExport, { terminal, out }: Target): Promise<void> {
  const { progress } = exported;
  const tell = () => terminal.complain(`${progress.rows} entries, ${sizeOf(progress.bytes)}`);
  const ticking = setInterval(tell, 1_000);
  try {
    if (out === undefined) await writeOut(exported, terminal.output);
    else await writeFileWhole(exported, out);
  } finally {
    clearInterval(ticking);
    tell();
  }
}

function complainOfNothing({ complain }: Terminal, scopeId: string): void {
  const isOfOne = !["all", "platform"].includes(scopeId);
  const hint = isOfOne ? " An organization is named by its id here, not by its name or slug." : "";
  complain(`Nothing was found.${hint}`);
}
