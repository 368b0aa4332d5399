import { existsSync } from "node:fs";
import path from "node:path";

import { closeDatabase } from "@/db/drizzle";
import { startEmbeddedPostgres } from "@/db/embedded/embeddedPostgres";
import { explainFailure } from "@/db/failure";
import { migrateDatabase } from "@/db/migrate";
import { exitCodeOf, runCommand } from "@/db/runCommand";
import { StopRequest } from "@/db/stopRequest";
import { parseLauncherEnv, type LauncherEnv } from "@/env";

// The command behind the npm scripts: gets a database, migrates it, and runs what comes after `--` with it:
//   tsx --conditions=react-server db/withDatabase.ts [--seed | --as-it-is] [-- command args...]
// With --as-it-is nothing is migrated: the command may be there to look, or to help where that can't be done.

type Database = {
  variables: { DATABASE_URL: string; AUTH_SECRET?: string; DEMO_ACCOUNTS?: string };
  addUser: (pid: number) => Promise<void>;
  release: () => Promise<unknown>;
};

async function main(args: readonly string[]): Promise<number> {
  const separator = args.includes("--") ? args.indexOf("--") : args.length;
  const [options, command] = [args.slice(0, separator), args.slice(separator + 1)];
  const seed = options.includes("--seed");
  const unknown = options.find((option) => option !== "--seed" && option !== "--as-it-is");
  if (unknown !== undefined)
    throw new Error(`Unknown option ${unknown}. Known: --seed, --as-it-is, and -- before a command.`);

  loadEnvFiles(command);
  const env = parseLauncherEnv(process.env, { secretNeeded: seed || command.length > 0 });
  const stop = new StopRequest();
  const database = await openDatabase(env);
  try {
    Object.assign(process.env, database.variables);
    const isToMigrate = stop.signal === null && !options.includes("--as-it-is");
    if (isToMigrate) await migrateDatabase(database.variables.DATABASE_URL);
    if (stop.signal === null && seed) await seedDatabase();
    if (stop.signal !== null) return exitCodeOf(stop.signal);
    if (command.length === 0) return 0;
    return await runCommand(command, { env: process.env, stop, onStart: database.addUser });
  } finally {
    await database.release();
  }
}

async function openDatabase(env: LauncherEnv): Promise<Database> {
  if (env.DATABASE_URL !== undefined) {
    const variables = {
      DATABASE_URL: env.DATABASE_URL,
      ...(env.AUTH_SECRET && { AUTH_SECRET: env.AUTH_SECRET }),
    };
    return { variables, addUser: async () => {}, release: async () => {} };
  }
  const embedded = await startEmbeddedPostgres({
    folder: path.resolve(env.EMBEDDED_POSTGRES_DIR),
    port: env.EMBEDDED_POSTGRES_PORT,
    say: console.error,
  });
  // Not on standard output, which belongs to the command that is run on it.
  console.error(`Embedded Postgres on ${new URL(embedded.url).host}, data in ${env.EMBEDDED_POSTGRES_DIR}`);
  return {
    ...embedded,
    variables: {
      DATABASE_URL: embedded.url,
      AUTH_SECRET: env.AUTH_SECRET ?? embedded.authSecret,
      // This database is of this machine alone: its sign-in page may offer the demo's accounts.
      DEMO_ACCOUNTS: env.DEMO_ACCOUNTS ?? "1",
    },
  };
}

async function seedDatabase() {
  try {
    const { seedDatabase: seed } = await import("@/db/seed");
    await seed();
  } finally {
    await closeDatabase();
  }
}

/** The files Next reads, in its order: what is set already stands. */
function loadEnvFiles([, subcommand]: readonly string[]) {
  const mode = process.env["NODE_ENV"] ?? (subcommand === "start" ? "production" : "development");
  const local = mode === "test" ? [] : [".env.local"];
  for (const file of [`.env.${mode}.local`, ...local, `.env.${mode}`, ".env"]) {
    if (existsSync(file)) process.loadEnvFile(file);
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(explainFailure(error, process.env["DATABASE_URL"]));
  process.exitCode = 1;
}
// Whatever the seed left open (timers, sockets) doesn't keep this process.
process.exit();
