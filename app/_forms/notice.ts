import { z } from "zod";
import { formErrorSchema } from "@/app/_errors/messages";

/** What the last submitted form came to, as the page's query string tells it. */
export type Notice = z.output<typeof noticeSchema>;

export type SearchParams = Record<string, string | string[] | undefined>;

const noticeSchema = z.object({
  form: z.string().max(100).nullable().catch(null).default(null),
  error: formErrorSchema.nullable().catch(null).default(null),
  fields: z
    .string()
    .max(500)
    .transform((paths) => paths.split(","))
    .catch([])
    .default([]),
});

export function readNotice(searchParams: SearchParams): Notice {
  return noticeSchema.parse(searchParams);
}

/** A page's query string for a form that failed: codes and field names, never what was entered. */
export function failureQuery({
  form,
  error,
  fields,
}: {
  form: string;
  error: string;
  fields: readonly string[];
}): string {
  const query = new URLSearchParams({ form, error });
  if (fields.length > 0) query.set("fields", fields.join(","));
  return query.toString();
}
