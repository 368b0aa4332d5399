import { mkdtemp, open, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type postgres from "postgres";

/** What the figures depend on, in words that name no machine. */
export async function describeMachine(sql: postgres.Sql): Promise<Record<string, string>> {
  const [row] = await sql<{ server: string; pool: string; delay: string }[]>`
    select current_setting('server_version') as server, current_setting('shared_buffers') as pool,
      current_setting('commit_delay') as delay`;
  const held = row && row.delay !== "0" ? `, held up by ${Number(row.delay) / 1_000} ms (commit_delay)` : "";
  return {
    cores: String(os.availableParallelism()),
    memory: `${Math.round(os.totalmem() / 2 ** 30)} GB`,
    system: `${os.platform()} ${os.arch()}`,
    node: process.versions.node,
    postgres: `${row?.server ?? "unknown"}, shared_buffers ${row?.pool ?? "unknown"}`,
    "disk flush": `${(await medianFlush()).toFixed(3)} ms${held}`,
  };
}

const flushes = 200;

/** What a commit waits for at least: a page written over in a file and flushed, in milliseconds. */
async function medianFlush(): Promise<number> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "audit-log-bench-flush-"));
  const file = await open(path.join(folder, "pages"), "w");
  try {
    const page = Buffer.alloc(8_192);
    await file.write(Buffer.alloc(page.length * flushes));
    await file.sync();
    const times: number[] = [];
    for (let at = 0; at < flushes; at++) {
      await file.write(page, 0, page.length, at * page.length);
      const start = performance.now();
      await file.datasync();
      times.push(performance.now() - start);
    }
    return times.toSorted((one, other) => one - other)[flushes / 2] ?? Number.NaN;
  } finally {
    await file.close();
    await rm(folder, { recursive: true });
  }
}
