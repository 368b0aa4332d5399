import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { run, start, type Settings } from "./program";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the application answers, without a slash at its end. */
    baseUrl: string;
    /** The database behind it, with the demo data. */
    databaseUrl: string;
    /** The file that the application's stdout and stderr go to. */
    logPath: string;
  }
}

/** Builds the application, starts it on a database of its own with the demo data, and stops it in the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "audit-log-application-"));
  const removeFolder = () => rm(folder, { recursive: true });
  try {
    const server = await startApplication(project, folder);
    return async () => {
      await server.stop();
      await removeFolder();
    };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}

async function startApplication(project: TestProject, folder: string) {
  const port = await findFreePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const logPath = join(folder, "application.log");
  const databaseUrl = await createDatabase(project.getProvidedContext().templateDatabaseUrl);
  const env = { ...environment(databaseUrl, baseUrl), AUDIT_LOG_SPOOL_DIR: join(folder, "spool") };

  await run("next", { args: ["build"], env: { NODE_ENV: "production" }, logPath: join(folder, "build.log") });
  await run("tsx", { args: seedArguments, env, logPath: join(folder, "seed.log") });
  const server = start("next", { args: ["start", "-H", "127.0.0.1", "-p", `${port}`], env, logPath });
  await server.answers(baseUrl);

  project.provide("baseUrl", baseUrl);
  project.provide("databaseUrl", databaseUrl);
  project.provide("logPath", logPath);
  return server;
}

const seedArguments = ["--conditions=react-server", "db/withDatabase.ts", "--seed"];

// Every setting there is: what is left out could come from a developer's .env file.
function environment(databaseUrl: string, baseUrl: string): Settings {
  return {
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: randomBytes(32).toString("hex"),
    APP_URL: baseUrl,
    TRUSTED_PROXIES: "0",
  };
}

async function createDatabase(templateUrl: string): Promise<string> {
  const template = new URL(templateUrl).pathname.slice(1);
  const name = `application_${randomBytes(8).toString("hex")}`;
  const admin = postgres(withDatabaseName(templateUrl, "postgres"), { max: 1, onnotice: () => {} });
  try {
    await admin`create database ${admin(name)} template ${admin(template)}`;
  } finally {
    await admin.end();
  }
  return withDatabaseName(templateUrl, name);
}

function withDatabaseName(url: string, name: string): string {
  return Object.assign(new URL(url), { pathname: name }).href;
}

function findFreePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
