import { stat } from "node:fs/promises";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { auditLogImportService } from "@/modules/auditLog/import/import.service";
import { ImportError, type ImportRequest } from "@/modules/auditLog/import/import.types";
import { CommandError, UsageError, type Terminal, type Verb } from "./command";
import { readCall, type ImportCall } from "./importOptions";
import { describeProgress, openRefusals, tellPreview, tellResult } from "./importOutput";
import { userName } from "./userName";

const help = `Usage: npm run audit -- import <file.ndjson> [options]
       npm run audit -- import --table <schema.table> --map <field>=<column> ... [options]

Brings what another system recorded into the log: a table, or a file with one JSON object a line (- for standard
input). Run it again to go on after an interruption, or to add what came since: what is in the log already is passed
over. Lines that were read may not change meanwhile, nor the mapping of at and organization. Without --map the file is
an NDJSON export of this log, whose entries keep their ids.

  --map <field>=<column>   where a field is taken from: a column (user_id), a path into JSON (actor.id), or a text
                           with such in braces (post/{post_id}). Again for the same field: what to take where the
                           first is not there. Fields: action, at, resource (type/id) or resourceType and
                           resourceId, actor, actorName, actorType, impersonator, impersonatorName, organization,
                           resourceName, outcome, changes, metadata, metadata.<name>, related (type/id), ip,
                           userAgent, requestId
  --set <field>=<text>     the same for every row that maps none
  --rename <field>:<theirs>=<ours>   their word for ours: action:create=post.created
  --rest                   keep every column that nothing names in the metadata
  --organization <id>      whose entries they are where no column says it; "platform" for the platform's own. Left out:
                           rows whose column is empty are refused
  --time-zone <name>       whose clock times without a zone show, e.g. Europe/Berlin
  --from <postgres url>    the database of the table, if it is another one; the password may be in PGPASSWORD
  --key <columns>          what tells the table's rows apart, if it has no primary key: id, or account,number
  --name <name>            the import's name, by which it is known again; the table's with its schema or the file's if
                           left out. The same file under another name comes in once more
  --skip-bad <file>        go on without rows that can't be understood, and note them there
  --again                  read from the beginning, passing over rows of the same key and time, and lines of the same
                           number, text and time. A row whose time was changed comes in once more; so does every line
                           that was changed, and every line behind one that was inserted or taken out
  --dry-run                store nothing; show the first three entries, with their values, and every problem

Exit code: 0, or 1 if rows are missing, or 2 if called wrongly.`;

/** Not named `import`, which is a word of the language. */
export const importVerb: Verb = {
  summary: "bring a table or a file of another system's entries into the log",
  help,
  run: async (args, terminal) => {
    const call = readCall(args, terminal);
    try {
      return await (call.isPreview ? preview(call, terminal) : importAll(call, terminal));
    } catch (error) {
      throw error instanceof ImportError ? new CommandError(error.message) : error;
    } finally {
      // A pipe that nobody closes would keep the process.
      terminal.input.destroy();
    }
  },
};

async function preview({ request }: ImportCall, terminal: Terminal): Promise<number> {
  const found = await withTicks(terminal, (onProgress) =>
    auditLogImportService.previewEntries({ ...request, onProgress }),
  );
  tellPreview(terminal, found);
  return found.refused > 0 ? 1 : 0;
}

async function importAll({ request, skipBad }: ImportCall, terminal: Terminal): Promise<number> {
  await requireOther(request.source, skipBad);
  const refusals = skipBad === undefined ? null : openRefusals(skipBad);
  const result = await withTicks(terminal, (onProgress) =>
    auditLogImportService.importEntries({
      ...request,
      onProgress,
      beforeFirst: (name) => record(request, name),
      ...(refusals && { onRefused: refusals }),
    }),
  );
  tellResult(terminal, { result, skipBad });
  return result.refused + result.before.refused > 0 ? 1 : 0;
}

/** What is noted would be read as lines. */
async function requireOther(source: ImportRequest["source"], skipBad: string | undefined): Promise<void> {
  if (skipBad === undefined || source.kind === "table" || typeof source.input !== "string") return;
  const [one, other] = await Promise.all([skipBad, source.input].map(findFile));
  if (one !== null && one === other)
    throw new UsageError("--skip-bad takes another file than the one that is imported.");
}

/** Which file it is, whatever it is called; null where there is none. */
async function findFile(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  return found && `${found.dev}:${found.ino}`;
}

/** That the log was added to is in the log, or nothing is added. */
async function record({ source, organizationId }: ImportCall["request"], name: string): Promise<void> {
  await auditLogService.logRequired({
    actor: { type: "system", id: null, name: userName() },
    organizationId: null,
    action: "audit_log.imported",
    resourceType: "audit_log",
    resourceId: organizationId ?? (organizationId === null ? "platform" : "all"),
    metadata: { name, source: source.kind },
  });
}

type OnProgress = NonNullable<ImportRequest["onProgress"]>;

/** Tells once a second how far it is. */
async function withTicks<Result>(
  { complain }: Terminal,
  action: (onProgress: OnProgress) => Promise<Result>,
): Promise<Result> {
  const startedAt = performance.now();
  let latest: Parameters<OnProgress>[0] | null = null;
  const tell = () => latest && complain(describeProgress(latest, performance.now() - startedAt));
  const ticking = setInterval(tell, 1_000);
  try {
    return await action((progress) => void (latest = progress));
  } finally {
    clearInterval(ticking);
    tell();
  }
}
