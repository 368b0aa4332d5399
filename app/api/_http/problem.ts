import { reportError } from "@/app/_errors/report";
import { ServiceError, type FieldIssue, type ServiceErrorCode } from "@/modules/access/access.types";

const titles: Record<ServiceErrorCode, string> = {
  invalid_input: "Invalid input",
  malformed_json: "Malformed JSON",
  unauthenticated: "Not signed in",
  invalid_credentials: "Wrong credentials",
  forbidden: "Forbidden",
  not_found: "Not found",
  conflict: "Conflict",
  payload_too_large: "Too large",
  unsupported_media_type: "Unsupported media type",
  rate_limited: "Too many requests",
};

type Problem = {
  status: number;
  title: string;
  code: string;
  detail: string;
  errors?: readonly FieldIssue[];
};

/** The one place where an error becomes an answer of the JSON routes (RFC 9457). `code` is stable. */
export function toProblem(error: unknown): Response {
  if (!(error instanceof ServiceError)) return unforeseen(error);
  const { status, code, message, issues } = error;
  const errors = issues.length > 0 ? { errors: issues } : {};
  return respond({ status, title: titles[code], code, detail: message, ...errors });
}

function unforeseen(error: unknown): Response {
  const reference = reportError(error, "route");
  const detail = `Something went wrong on our side. Tell us the reference ${reference}.`;
  return respond({ status: 500, title: "Internal error", code: "internal", detail });
}

function respond(problem: Problem): Response {
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  // The rest of the body was not read: what comes next on this connection would not be understood.
  if (problem.status === 413) headers.set("connection", "close");
  return Response.json({ type: "about:blank", ...problem }, { status: problem.status, headers });
}
