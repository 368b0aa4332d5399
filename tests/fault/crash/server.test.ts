import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { createBooks, expectDelivered } from "./books";
import { connectTo, createMutationTable } from "./ledger";
import { startApplication } from "./process";
import { createRandom } from "./random";
import { restoreTable, startSabotage } from "./sabotage";
import { startDurableServer } from "./server";
import { seed, size } from "./size";

const title = `${size.serverKills} SIGKILLs of Postgres under a loaded application (seed ${seed})`;

test(
  `${title}: every result was true, and nothing is lost, doubled or made up`,
  { timeout: size.timeoutMs },
  async () => {
    const random = createRandom(seed);
    const folder = await mkdtemp(path.join(tmpdir(), "audit-log-crash-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const spool = path.join(folder, "spool");
    const books = createBooks(folder);
    const server = await startDurableServer();
    const [owner, saboteur] = [connectTo(server.url), connectTo(server.url)];
    await createMutationTable(owner);

    const plan = { round: 1, callers: 30, seed, reportPath: books.begin(1) };
    const application = startApplication(plan, { DATABASE_URL: server.url, AUDIT_LOG_SPOOL_DIR: spool });
    await application.started();
    for (let kill = 1; kill <= size.serverKills; kill++) {
      const sabotage =
        kill % 2 === 0 ? startSabotage({ sql: saboteur, random: createRandom(seed - kill) }) : null;
      await delay(random.between(300, 2_000));
      await server.kill({ wholly: random.chance(0.5) });
      await server.restart();
      await sabotage?.stop();
      await restoreTable(owner);
    }
    await delay(1_000);
    const health = await application.finish();
    await books.settle(owner);
    console.log(`${title}: ${books.tell()}`);
    expectDelivered(health);
    expect(await readdir(spool).catch(() => [])).toEqual([]);
  },
);
