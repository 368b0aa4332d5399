import { revalidatePath } from "next/cache";
import { notFound, redirect, unstable_rethrow } from "next/navigation";
import { z } from "zod";
import { reportError } from "@/app/_errors/report";
import { failureQuery } from "@/app/_forms/notice";
import { toSignIn } from "@/app/_session/nextPath";
import { requireActor } from "@/app/_session/session";
import { parseInput } from "@/modules/access/access.service";
import { ServiceError, textSchema, type Actor } from "@/modules/access/access.types";

type Fields<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape, z.core.$strict>>;

type Form<Shape extends z.ZodRawShape, Caller extends Actor | null> = {
  /** Its name on the page: the alert appears at the form that has it. */
  name: string;
  /** The page it stands on, with or without a query string. */
  page: string;
  data: FormData;
  fields: Shape;
  /** Calls the service; returns where to go next, if not back. */
  run: (actor: Caller, fields: Fields<Shape>) => Promise<string | void>;
};

/** A line of text as a form sends it. */
export const line = textSchema;

/** Text of several lines; forms send CRLF, which would make a change of every untouched text. */
export const lines = textSchema.transform((value) => value.replace(/\r\n?/g, "\n"));

/** Answers a form of a signed-in person. Who acts comes from the session, never from the form. */
export async function submit<Shape extends z.ZodRawShape>(form: Form<Shape, Actor>): Promise<never> {
  return finish(form, await requireActor(form.page));
}

/** Answers a form that anybody may send. */
export async function submitAsAnybody<Shape extends z.ZodRawShape>(form: Form<Shape, null>): Promise<never> {
  return finish(form, null);
}

async function finish<Shape extends z.ZodRawShape, Caller extends Actor | null>(
  form: Form<Shape, Caller>,
  caller: Caller,
): Promise<never> {
  const destination = await attempt(form, caller);
  // What the browser kept of other pages tells of the time before.
  revalidatePath("/", "layout");
  redirect(destination);
}

async function attempt<Shape extends z.ZodRawShape, Caller extends Actor | null>(
  { name, page, data, fields, run }: Form<Shape, Caller>,
  caller: Caller,
): Promise<string> {
  try {
    const destination = await run(caller, parseInput(z.strictObject(fields), toObject(data)));
    return destination ?? withQuery(page, new URLSearchParams({ form: name }).toString());
  } catch (error) {
    unstable_rethrow(error);
    return afterError(error, { name, page });
  }
}

/** The one place where a form's errors become answers. */
function afterError(error: unknown, { name, page }: { name: string; page: string }): string {
  if (!(error instanceof ServiceError)) {
    reportError(error, "action");
    return withQuery(page, failureQuery({ form: name, error: "internal", fields: [] }));
  }
  if (error.code === "not_found") notFound();
  if (error.code === "unauthenticated") return toSignIn(page);
  const fields = error.issues.map(({ path }) => path).filter((path) => /^[A-Za-z]+$/.test(path));
  return withQuery(page, failureQuery({ form: name, error: error.code, fields }));
}

function withQuery(page: string, query: string): string {
  return `${page}${page.includes("?") ? "&" : "?"}${query}`;
}

/** A name that is sent twice stays a list, which no field takes. */
function toObject(data: FormData): Record<string, unknown> {
  const names = [...new Set(data.keys())].filter((name) => !name.startsWith("$ACTION_"));
  return Object.fromEntries(names.map((name) => [name, single(data.getAll(name))]));
}

function single(values: unknown[]): unknown {
  return values.length === 1 ? values[0] : values;
}
