import { readdir, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import postgres from "postgres";
import type { TestProject } from "vitest/node";

import { startEmbeddedPostgres, stopAbandoned } from "@/db/embedded/embeddedPostgres";
import { startMark } from "@/db/embedded/processes";
import { migrateDatabase } from "@/db/migrate";
import { findFreePort } from "./freePort";

declare module "vitest" {
  interface ProvidedContext {
    /** The migrated database that tests clone and never connect to. Its user may do everything. */
    templateDatabaseUrl: string;
  }
}

const folderPrefix = "audit-log-test-";
const templateName = "template_migrated";

// Durability costs most of a test's time; a connection is needed per test file and pool.
const settings = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "300",
  shared_buffers: "64MB",
};

/** One throwaway server for a test run. Every project that asks for it gets the same; the last to end stops it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandoned();
  const folder = path.join(tmpdir(), `${folderPrefix}${process.pid}`);
  const server = await startEmbeddedPostgres({ folder, port: await findFreePort(), settings });
  project.provide("templateDatabaseUrl", await makeTemplate(server.url));

  return async () => {
    if (await server.release()) await removeServer(folder);
  };
}

async function makeTemplate(serverUrl: string) {
  const url = new URL(serverUrl);
  url.pathname = templateName;
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
  try {
    const [existing] = await admin`select 1 from pg_database where datname = ${templateName}`;
    if (!existing) await admin`create database ${admin(templateName)}`;
  } finally {
    await admin.end();
  }
  await migrateDatabase(url.href);
  return url.href;
}

/** Stops and removes the servers of test runs that were killed. */
async function removeAbandoned() {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(folderPrefix));
  const orphaned = names.filter((name) => startMark(Number(name.slice(folderPrefix.length))) === null);
  for (const folder of orphaned.map((name) => path.join(tmpdir(), name))) {
    if (await stopAbandoned(folder)) await removeServer(folder);
  }
}

async function removeServer(folder: string) {
  // Where root may enter the temporary folder but Postgres may not, this is a symlink.
  const serverFolder = await realpath(path.join(folder, "server"));
  for (const each of [serverFolder, folder]) await rm(each, { recursive: true, force: true });
}
