import { STATUS_CODES } from "node:http";
import { reportError } from "@/app/_errors/report";
import { ServiceError, type FieldIssue } from "@/modules/access/access.types";

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
  return respond({ status, title: STATUS_CODES[status] ?? code, code, detail: message, ...errors });
}

function unforeseen(error: unknown): Response {
  const reference = reportError(error, "route");
  const detail = `Something went wrong on our side. Tell us the reference ${reference}.`;
  return respond({ status: 500, title: "Internal Server Error", code: "internal", detail });
}

/** What there is no room for just now; it may be asked for again in a minute. */
export function refuseForNow(status: 429 | 503, detail: string): Response {
  const code = status === 429 ? "rate_limited" : "unavailable";
  const response = respond({ status, title: STATUS_CODES[status] ?? code, code, detail });
  response.headers.set("retry-after", "60");
  return response;
}

function respond(problem: Problem): Response {
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  // The rest of the body was not read: what comes next on this connection would not be understood.
  if (problem.status === 413) headers.set("connection", "close");
  return Response.json({ type: "about:blank", ...problem }, { status: problem.status, headers });
}
