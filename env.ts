import { z } from "zod";

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);

const databaseUrl = z
  .string()
  .refine(isPostgresUrl, "must be a URL that starts with postgres:// or postgresql:// and names a host");

const secret = z.string().min(32, "must be at least 32 characters long");

/** Sent as a bearer token: what else a header can't carry, or loses on its way. */
const tokenSecret = z
  .string()
  .regex(/^[\x21-\x7e]{32,}$/, "must be at least 32 characters long, of printable ASCII without spaces");

const application = z.object({
  NODE_ENV: z
    .enum(["development", "test", "production"], "must be development, test or production")
    .default("development"),
  DATABASE_URL: databaseUrl,
  AUTH_SECRET: secret,
  APP_URL: z
    .string()
    .refine(isOrigin, "must be an http or https address without a path")
    .transform((value) => new URL(value).origin)
    .optional(),
  TRUSTED_PROXIES: wholeNumber(0, 100).default(0),
  DEMO_ACCOUNTS: z.enum(["0", "1"], "must be 0 or 1").optional(),
  AUDIT_LOG_SPOOL_DIR: z.string().default(".data/audit-log"),
  AUDIT_LOG_SPOOL_MAX_MB: wholeNumber(1, 1_000_000).default(512),
  AUDIT_LOG_SECRET: secret.optional(),
  CRON_SECRET: tokenSecret.optional(),
});

const launcher = application.extend({
  DATABASE_URL: databaseUrl.optional(),
  AUTH_SECRET: secret.optional(),
  EMBEDDED_POSTGRES_DIR: z.string().default(".data/postgres"),
  EMBEDDED_POSTGRES_PORT: wholeNumber(1, 65_535).optional(),
  PORT: wholeNumber(0, 65_535).optional(),
});

/** What the application is told from outside. `APP_URL` is its public origin; `TRUSTED_PROXIES` counts the proxies in front of it. */
export type Env = z.infer<typeof application>;

/** The same before a database is chosen: without `DATABASE_URL` an embedded one is started. */
export type LauncherEnv = z.infer<typeof launcher>;

type Name = keyof LauncherEnv;
type Source = Readonly<Record<string, string | undefined>>;

const examples: Record<Name, string> = {
  NODE_ENV: "NODE_ENV=production",
  DATABASE_URL: "DATABASE_URL=postgres://app:password@db.example.com:5432/app",
  AUTH_SECRET: 'AUTH_SECRET="$(openssl rand -base64 32)", kept the same from start to start',
  APP_URL: "APP_URL=https://app.example.com",
  TRUSTED_PROXIES: "TRUSTED_PROXIES=1",
  DEMO_ACCOUNTS: "DEMO_ACCOUNTS=0",
  AUDIT_LOG_SPOOL_DIR: "AUDIT_LOG_SPOOL_DIR=/var/lib/app/audit-log",
  AUDIT_LOG_SPOOL_MAX_MB: "AUDIT_LOG_SPOOL_MAX_MB=512",
  AUDIT_LOG_SECRET: 'AUDIT_LOG_SECRET="$(openssl rand -base64 32)", kept the same from start to start',
  CRON_SECRET: 'CRON_SECRET="$(openssl rand -base64 32)", the same for whoever calls /api/cron/audit',
  EMBEDDED_POSTGRES_DIR: "EMBEDDED_POSTGRES_DIR=.data/postgres",
  EMBEDDED_POSTGRES_PORT: "EMBEDDED_POSTGRES_PORT=54329",
  PORT: "PORT=3000",
};

/** Every wrong setting at once: its name, what is wrong, an example. Never a value: it may be a secret. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";

  constructor(readonly problems: readonly { name: Name; problem: string }[]) {
    const lines = problems.map(({ name, problem }) => `  ${name} ${problem}. Example: ${examples[name]}`);
    super(["The environment needs fixing:", ...lines].join("\n"));
  }
}

/** @throws EnvironmentError */
export function parseEnv(source: Source): Env {
  return parse(application, source);
}

/**
 * `secretNeeded`: what follows signs people in. Next to a database of its own the launcher makes a
 * secret; a server that was given has to be given one too, or each start would sign everybody out.
 *
 * @throws EnvironmentError
 */
export function parseLauncherEnv(source: Source, { secretNeeded }: { secretNeeded: boolean }): LauncherEnv {
  return parse(
    launcher.refine((env) => !secretNeeded || !env.DATABASE_URL || env.AUTH_SECRET, {
      path: ["AUTH_SECRET"],
      message: "is not set, and is needed with DATABASE_URL",
      when: () => true,
    }),
    source,
  );
}

let cached: Env | undefined;

/**
 * The process's environment, parsed at the first call: importing this file asks for nothing, so that
 * `next build` runs without any.
 *
 * @throws EnvironmentError
 */
export function readEnv(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}

function parse<Schema extends z.ZodType>(schema: Schema, source: Source): z.infer<Schema> {
  // Compose files and CI systems pass on an unset variable as an empty one.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new EnvironmentError(problemsOf(result.error, given));
}

function problemsOf(error: z.ZodError, given: Source) {
  const problems = new Map<Name, string>();
  for (const { path, message } of error.issues) {
    const name = launcher.keyof().parse(path[0]);
    if (problems.has(name)) continue;
    problems.set(name, given[name] === undefined && message.startsWith("Invalid") ? "is not set" : message);
  }
  return [...problems].map(([name, problem]) => ({ name, problem }));
}

function isPostgresUrl(value: string) {
  // postgres.js takes several hosts, `a:5432,b:5432`; URL knows one.
  const firstHostOnly = value.replace(/,[^/?@]*(?=[/?]|$)/, "");
  return /^postgres(ql)?:\/\//.test(value) && hostOf(firstHostOnly) !== "";
}

function hostOf(url: string) {
  return URL.canParse(url) ? new URL(url).host : "";
}

function isOrigin(value: string) {
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) return false;
  const { pathname, search, hash, username } = new URL(value);
  return pathname === "/" && search === "" && hash === "" && username === "";
}
