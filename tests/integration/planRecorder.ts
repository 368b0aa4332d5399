import type postgres from "postgres";

/** A statement as it was sent, and by which of the application's clients. */
export type Statement = { client: string; text: string; values: readonly (string | null)[] };

type Module = { default: typeof postgres };

/** What Drizzle and we hand over: Dates and objects are text by then. */
type Value = string | number | boolean | null;

let sent: Statement[] | undefined;

/** The driver itself, whose clients say what they send. */
export function recording(module: Module): Module {
  const driver = new Proxy(module.default, {
    apply: (target, _this, [url, options]: [string, postgres.Options<Record<string, never>>]) => {
      const client = String(options.connection?.application_name ?? "application");
      const debug = (_connection: number, text: string, values: Value[]) =>
        void sent?.push({ client, text, values: values.map(toText) });
      return target(url, { ...options, debug });
    },
  });
  return { ...module, default: driver };
}

/** What somebody is answered, and what was sent meanwhile, by everybody. */
export async function record<Answer>(
  ask: () => Promise<Answer>,
): Promise<{ answer: Answer; sent: Statement[] }> {
  const statements: Statement[] = [];
  sent = statements;
  try {
    return { answer: await ask(), sent: statements };
  } finally {
    sent = undefined;
  }
}

function toText(value: Value): string | null {
  return value === null ? null : String(value);
}
