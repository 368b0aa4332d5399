import { read } from "@/app/_errors/read";
import { readPreferences, type Preferences } from "@/app/_preferences/preferences";
import type { Reader } from "@/app/admin/audit/_history/reader";
import { accessService } from "@/modules/access/access.service";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { ParsedQuery, QueryError } from "@/modules/auditLog/search/query.types";
import { findOrganization } from "./organization";
import type { ConsoleParams } from "./params";

/** What the console shows: who reads, what the line means, and whose entries. */
export type ConsoleState = Reader & {
  query: ParsedQuery;
  display: Preferences;
  cursor: string | null;
  /** The tenant in words. */
  scopeName: string;
  now: Date;
};

/** The line understood. With errors in `query` nothing may be searched. */
export async function readConsole(reader: Reader, { line, cursor }: ConsoleParams): Promise<ConsoleState> {
  const display = await readPreferences();
  const now = new Date();
  const query = auditLogService.parseQuery(line, { timeZone: display.timeZone, now });
  const meant = await read(() =>
    findOrganization(reader, query.errors.length > 0 ? null : query.organization),
  );
  const state = { actor: reader.actor, display, cursor, now };
  if ("error" in meant) {
    const error = { ...placeOfOrganization(query), message: meant.error };
    return { ...state, access: reader.access, query: { ...query, errors: [error] }, scopeName: "" };
  }
  const access = accessService.auditAccess(reader.actor, meant.organization) ?? reader.access;
  return { ...state, access, query, scopeName: meant.name };
}

function placeOfOrganization({ line, terms }: ParsedQuery): Pick<QueryError, "start" | "end"> {
  const { start = 0, end = line.length } = terms.find(({ field }) => field === "organization") ?? {};
  return { start, end };
}

/** Who searches is in the log, with the line: once in a while for the same one, however many pages are read. */
export async function logSearch({ actor, access, query, scopeName }: ConsoleState): Promise<void> {
  // What an operator reads is of every tenant, so no tenant's log may name it.
  const reader = access.viewer === "operator" ? { ...actor, organizationId: null } : actor;
  await auditLogService.logRead({
    actor: reader,
    action: "audit_log.viewed",
    resourceType: "audit_log",
    resourceId: access.scopeId,
    resourceName: scopeName,
    metadata: { query: auditLogService.formatQuery(query) },
  });
}
