import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { ParsedQuery } from "@/modules/auditLog/search/query.types";

/** A ready question, asked of the organization and the time that are looked at already. */
export function withScope(question: string, { terms, window }: ParsedQuery): string {
  const organization = terms.find(({ field }) => field === "organization");
  const line = organization ? auditLogService.withTerm(question, organization) : question;
  if (window.kind === "default") return line;
  return auditLogService.withWindow(line, window.kind === "dates" ? window.text : window.preset);
}
