import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "@/db/embedded/embeddedPostgres";
import { startBuiltApplication } from "@/tests/setup/builtApplication";
import { findFreePort } from "@/tests/setup/freePort";

/** The built application on a database of its own with the demo data: nothing of a developer's is touched. */
export async function startDemo(): Promise<{ baseUrl: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "audit-log-screenshots-"));
  const database = await startEmbeddedPostgres({
    folder: join(folder, "postgres"),
    port: await findFreePort(),
  });
  const removeDatabase = async () => {
    await database.release();
    // Where root may enter the temporary folder but Postgres may not, this is a symlink.
    await rm(await realpath(join(folder, "postgres/server")), { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const settings = { DEMO_ACCOUNTS: "1", TRUSTED_PROXIES: "1" };
    const application = await startBuiltApplication({ databaseUrl: database.url, folder, settings });
    const stop = async () => {
      await application.stop();
      await removeDatabase();
    };
    return { baseUrl: application.baseUrl, stop };
  } catch (error) {
    await removeDatabase();
    throw error;
  }
}
