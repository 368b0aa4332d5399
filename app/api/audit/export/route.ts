import { z } from "zod";
import { jsonRoute } from "@/app/api/_http/jsonRoute";
import { readQuery } from "@/app/api/_http/query";
import { refuseForNow } from "@/app/api/_http/problem";
import { hrefOf } from "@/app/admin/audit/_console/address";
import type { Reader } from "@/app/admin/audit/_history/reader";
import { accessService, parseInput } from "@/modules/access/access.service";
import { ServiceError, type Actor, type AuditAccess } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { auditLogExportService } from "@/modules/auditLog/export/export.service";
import { ExportLimitError, exportFormats } from "@/modules/auditLog/export/export.types";
import { prefersHtml } from "./prefersHtml";
import { readSearch, type Search } from "./readSearch";

const querySchema = z.strictObject({ q: z.string().max(4_000).default(""), format: z.enum(exportFormats) });

/**
 * Everything that a line of the console finds, as a file: `q` is the line, `format` one of csv, ndjson, cloudevents
 * and ocsf. A file that lacks entries says so in its last line. 503 where enough exports run already. A person's
 * browser is sent to a page instead where there is one that says what was wrong.
 */
export const GET = jsonRoute(async ({ actor, request }) => {
  const access = await requireAccess(actor);
  try {
    return await answer({ actor, access }, request);
  } catch (error) {
    const page = prefersHtml(request) ? pageAbout(error, request) : null;
    if (page !== null) return new Response(null, { status: 303, headers: { ...headers, location: page } });
    if (error instanceof ExportLimitError) return refuseForNow(503, error.message);
    if (request.signal.aborted) return new Response(null, { status: 499 });
    throw error;
  }
});

async function answer(reader: Reader, request: Request): Promise<Response> {
  const { q, format } = parseInput(querySchema, readQuery(request));
  const search = await readSearch(reader, q);
  // Next answers HEAD by this too.
  if (request.method === "HEAD") return new Response(null, { headers });
  const { actor } = reader;
  const { contentType, extension, body } = await auditLogExportService.exportEntries(search.access.scope, {
    filter: search.query.filter,
    format,
    viewer: search.access.viewer,
    query: search.line,
    requestedBy: actor.impersonator?.id ?? actor.id,
    signal: request.signal,
  });
  await logExport(actor, { ...search, format });
  return new Response(body, {
    headers: {
      ...headers,
      "content-type": contentType,
      "content-disposition": `attachment; filename="${fileName(extension)}"`,
    },
  });
}

/** Where a person reads what was wrong; null where no page says it. The console explains a line that it is given. */
function pageAbout(error: unknown, request: Request): string | null {
  if (error instanceof ExportLimitError) return "/admin/audit/exports?error=busy";
  const isAboutLine =
    error instanceof ServiceError &&
    error.code === "invalid_input" &&
    error.issues.length > 0 &&
    error.issues.every(({ path }) => path === "q");
  return isAboutLine ? hrefOf(new URL(request.url).searchParams.get("q") ?? "") : null;
}

const headers = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** @throws ServiceError not_found */
function requireAccess(actor: Actor): AuditAccess | Promise<never> {
  const access = accessService.auditAccess(actor, null);
  if (access !== null) return access;
  const attempt = { action: "audit_log.exported", resourceType: "audit_log" } as const;
  const error = new ServiceError("not_found", "There is no such route.");
  return accessService.deny(actor, { ...attempt, resourceId: actor.organizationId ?? "platform" }, error);
}

/** Before the first byte: who takes entries away is in the log. What an operator reads no tenant's log may name. */
async function logExport(actor: Actor, { access, line, name, format }: Search & { format: string }) {
  await auditLogService.logRead({
    actor: access.viewer === "operator" ? { ...actor, organizationId: null } : actor,
    action: "audit_log.exported",
    resourceType: "audit_log",
    resourceId: access.scopeId,
    resourceName: name,
    metadata: { query: line, format },
  });
}

/** Of nothing but our own characters: `audit-log-20260801T101500Z.csv`. */
function fileName(extension: string): string {
  const instant = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
  return `audit-log-${instant}.${extension}`;
}
