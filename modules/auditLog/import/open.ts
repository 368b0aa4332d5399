import { basename } from "node:path";
import type { StoredEntry } from "@/modules/auditLog/auditLog.types";
import { findZone } from "@/modules/auditLog/search/query/zone";
import { toExportedEntry } from "./exportedRow";
import { toEntry } from "./foreignRow";
import { ImportError, type ImportRequest } from "./import.types";
import { neverThere, readMapping, saysOrganization, type Mapping } from "./mapping";
import { suggest } from "./nearest";
import { openNdjson } from "./ndjsonSource";
import type { RowSource, SourceRow } from "./source";
import { openTable } from "./tableSource";

/** A source, and how its rows become entries. */
export type Opened = {
  name: string;
  source: RowSource;
  /** @throws RefusedError */
  convert: (row: SourceRow) => StoredEntry;
  neverThere: () => string[];
};

/** @throws ImportError where something was asked for that can't be done */
export async function openImport(request: ImportRequest): Promise<Opened> {
  requireZone(request);
  const mapping = request.mapping ? readMapping(request.mapping) : null;
  requireWhose(request, mapping);
  const source = await openRows(request, mapping);
  try {
    const name = requireName(request, source);
    if (mapping) requireColumns(source, mapping);
    return {
      name,
      source,
      convert: converter({ ...request, name }, mapping),
      neverThere: () => (mapping ? neverThere(mapping) : []),
    };
  } catch (error) {
    await source.close();
    throw error;
  }
}

function requireName({ name, source }: ImportRequest, { label }: RowSource): string {
  const found = name ?? nameOf(source, label);
  if (found.trim() !== "" && found.length <= 200) return found;
  throw new ImportError("Give the import a --name of 200 letters at most.");
}

/** Of a table as the catalog has it: written with its schema or without, it is the same one. */
function nameOf(source: ImportRequest["source"], label: string): string {
  if (source.kind === "table") return label.replace(/^table /, "");
  return typeof source.input === "string" ? basename(source.input) : "";
}

function requireZone({ timeZone }: ImportRequest): void {
  if (timeZone !== undefined && findZone(timeZone) === null)
    throw new ImportError("--time-zone takes a name such as Europe/Berlin or UTC.");
}

/** Nobody's entries become the platform's by something being left out. */
function requireWhose({ source, organizationId }: ImportRequest, mapping: Mapping | null): void {
  if (mapping === null && source.kind === "table")
    throw new ImportError(
      "Say what is what: --map action=<column> --map at=<column> --map resource=post/{post_id}.",
    );
  if (mapping === null && organizationId !== undefined)
    throw new ImportError("Lines of our own export say themselves whose they are: leave --organization out.");
  if (mapping !== null && organizationId === undefined && !saysOrganization(mapping))
    throw new ImportError(
      "Say whose entries these are: --organization <id>, or --map organization=<column>.",
    );
}

function openRows({ source }: ImportRequest, mapping: Mapping | null): Promise<RowSource> {
  if (source.kind === "ndjson") return openNdjson(source.input);
  const isNamed = (column: string) =>
    mapping === null ||
    mapping.named !== null ||
    mapping.references.some(({ path, segments }) => path === column || segments[0] === column);
  return openTable(source, isNamed);
}

function requireColumns({ columns, label }: RowSource, { references }: Mapping): void {
  if (columns === null) return;
  for (const { path, segments } of references) {
    if (columns.includes(path) || columns.includes(segments[0] ?? "")) continue;
    throw new ImportError(`The ${label} has no column "${path}"${suggest(path, columns)}`);
  }
}

function converter(request: ImportRequest & { name: string }, mapping: Mapping | null): Opened["convert"] {
  if (mapping === null) return ({ record }) => toExportedEntry(record);
  const { name, organizationId, timeZone = null } = request;
  const conversion = { mapping, organizationId, timeZone };
  return ({ record, key, order }) => toEntry(record, { name, key, order }, conversion);
}
