import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { startBuiltApplication } from "./builtApplication";

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
  const databaseUrl = await createDatabase(project.getProvidedContext().templateDatabaseUrl);
  const application = await startBuiltApplication({ databaseUrl, folder });
  project.provide("baseUrl", application.baseUrl);
  project.provide("databaseUrl", databaseUrl);
  project.provide("logPath", application.logPath);
  return application;
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
