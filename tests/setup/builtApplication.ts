import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { findFreePort } from "./freePort";
import { run, start, type Settings } from "./program";

/** `settings`: what it is told beyond what it needs. */
type Options = { databaseUrl: string; folder: string; settings?: Partial<Record<string, string>> };

/** Builds the application and starts it on a database, which it migrates and, if empty, fills with the demo data. */
export async function startBuiltApplication({ databaseUrl, folder, settings = {} }: Options) {
  const port = await findFreePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const logPath = join(folder, "application.log");
  // Every setting there is: what is left out could come from a developer's .env file.
  const env: Settings = {
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: randomBytes(32).toString("hex"),
    APP_URL: baseUrl,
    TRUSTED_PROXIES: "0",
    AUDIT_LOG_SPOOL_DIR: join(folder, "spool"),
    ...settings,
  };

  await run("next", { args: ["build"], env: { NODE_ENV: "production" }, logPath: join(folder, "build.log") });
  await run("tsx", { args: seedArguments, env, logPath: join(folder, "seed.log") });
  const server = start("next", { args: ["start", "-H", "127.0.0.1", "-p", `${port}`], env, logPath });
  await server.answers(baseUrl);
  return { baseUrl, logPath, stop: server.stop };
}

const seedArguments = ["--conditions=react-server", "db/withDatabase.ts", "--seed"];
