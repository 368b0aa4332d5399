import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { QueryTerm } from "@/modules/auditLog/search/query.types";

/** The console with entries of any time that fit all of these terms. */
export function consoleHref(...terms: QueryTerm[]): string {
  const { withTerm, withWindow } = auditLogService;
  const line = withWindow(
    terms.reduce((all, term) => withTerm(all, term), ""),
    "all",
  );
  return `/admin/audit?${new URLSearchParams({ q: line }).toString()}`;
}
