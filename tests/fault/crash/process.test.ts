import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { createBooks, expectDelivered } from "./books";
import { connectTo, createMutationTable } from "./ledger";
import { startApplication } from "./process";
import { startProxy, type Proxy } from "./proxy";
import { createRandom } from "./random";
import { restoreTable, startSabotage } from "./sabotage";
import { seed, size } from "./size";

const title = `${size.processKills} SIGKILLs of a loaded application (seed ${seed})`;

test(`${title}: nothing is lost, doubled or made up`, { timeout: size.timeoutMs }, async () => {
  const random = createRandom(seed);
  const folder = await mkdtemp(path.join(tmpdir(), "audit-log-crash-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const spool = path.join(folder, "spool");
  const books = createBooks(folder);
  const directUrl = process.env.DATABASE_URL ?? "";
  const [owner, saboteur] = [connectTo(directUrl), connectTo(directUrl)];
  const { proxy, url } = await startProxyTo(new URL(directUrl));
  const start = (round: number, callers: number) =>
    startApplication(
      { round, callers, seed: seed + round, reportPath: books.begin(round) },
      { DATABASE_URL: url, AUDIT_LOG_SPOOL_DIR: spool },
    );
  await createMutationTable(owner);

  for (let round = 1; round <= size.processKills; round++) {
    const isSabotaged = round % 2 === 1;
    const sabotage = isSabotaged
      ? startSabotage({ sql: saboteur, random: createRandom(seed - round), proxy })
      : null;
    const application = start(round, random.between(5, 60));
    if (isSabotaged) await books.untilSpooled(round, application.isRunning);
    // Some die while they start, and take over what the one before left.
    else if (random.chance(0.8)) await application.started();
    await delay(random.between(0, isSabotaged ? 200 : 1_500));
    await application.kill();
    await sabotage?.stop();
    await restoreTable(owner);
    // The others leave it to the next, which is killed as well.
    const isAudited = random.chance(0.3) || round === size.processKills;
    if (!isAudited) continue;
    expectDelivered(await start(-round, 0).finish());
    expect(await readdir(spool).catch(() => [])).toEqual([]);
    await books.settle(owner);
  }
  console.log(`${title}: ${books.tell()}`);
});

async function startProxyTo(url: URL): Promise<{ proxy: Proxy; url: string }> {
  const proxy = await startProxy({ host: url.hostname, port: Number(url.port) });
  onTestFinished(proxy.close);
  return { proxy, url: Object.assign(new URL(url), { port: String(proxy.port) }).href };
}
