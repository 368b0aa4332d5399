import { readPreferences } from "@/app/_preferences/preferences";
import { findOrganization } from "@/app/admin/audit/_console/organization";
import type { Reader } from "@/app/admin/audit/_history/reader";
import { accessService } from "@/modules/access/access.service";
import { ServiceError, type AuditAccess, type FieldIssue } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { ParsedQuery } from "@/modules/auditLog/search/query.types";

/** What a line of the console asks for, of whom, in words too, and the line as it is written. */
export type Search = { query: ParsedQuery; line: string; access: AuditAccess; name: string };

/** @throws ServiceError invalid_input, with what can't be understood and where it stands in the line */
export async function readSearch(reader: Reader, typed: string): Promise<Search> {
  const { timeZone } = await readPreferences();
  const query = auditLogService.parseQuery(typed, { timeZone, now: new Date() });
  if (query.errors.length > 0) throw invalid(query.errors.map(toIssue));
  const meant = await findOrganization(reader, query.organization);
  if ("error" in meant) throw invalid([{ path: "q", message: meant.error }]);
  const access = accessService.auditAccess(reader.actor, meant.organization) ?? reader.access;
  return { query, line: auditLogService.formatQuery(query), access, name: meant.name };
}

function invalid(issues: readonly FieldIssue[]): ServiceError {
  return new ServiceError("invalid_input", "The query can't be understood.", issues);
}

function toIssue({ start, end, message }: ParsedQuery["errors"][number]): FieldIssue {
  return { path: "q", message: `Characters ${start + 1} to ${end}: ${message}` };
}
