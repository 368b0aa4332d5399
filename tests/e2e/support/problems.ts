import { z } from "zod";
import type { Answer } from "./visitor";

const problemSchema = z.object({
  type: z.literal("about:blank"),
  title: z.string().min(1),
  status: z.number(),
  code: z.string(),
});

/** What a problem document says (RFC 9457). Throws if it is none, or tells what went on inside. */
export function problemOf({ status, headers, body }: Answer): { status: number; code: string } {
  const mediaType = headers.get("content-type");
  if (mediaType !== "application/problem+json") throw new Error(`${status} is told as ${mediaType}: ${body}`);
  const problem = problemSchema.parse(JSON.parse(body));
  if (problem.status !== status) throw new Error(`${status} calls itself ${problem.status}`);
  requireNothingInside(body);
  return { status, code: problem.code };
}

/** The status of an answer that tells nothing of what went on inside: no stack, no SQL, nothing we run on. */
export function discreetStatusOf({ status, body }: Answer): number {
  requireNothingInside(body);
  return status;
}

const inside = /\bat .+:\d+:\d+|node_modules|postgres|drizzle|\bselect\b.*\bfrom\b|SQLSTATE/i;

function requireNothingInside(body: string) {
  const [found] = inside.exec(body.replaceAll(/<script\b.*?<\/script>|<[^>]*>/gs, "\n")) ?? [];
  if (found !== undefined) throw new Error(`The answer tells what went on inside: ${found}`);
}
