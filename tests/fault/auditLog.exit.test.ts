import { once } from "node:events";
import { createInterface } from "node:readline";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { connect, freshId } from "@/tests/integration/auditLogSupport";
import { finish, spawnScript } from "@/tests/setup/embedded";
import { patience } from "@/tests/setup/patience";
import { soundHealth } from "./support/delivery";
import { readSpoolText } from "./support/spoolFolder";

const script = "tests/fault/support/exitingProcess.ts";

/** How often the log has each resource of a process, ordered; every number once if nothing is lost or doubled. */
async function resourcesOf(prefix: string): Promise<number[]> {
  const rows = await db.execute<{ number: number }>(
    sql`select split_part(resource_id, '-', 3)::int as number from audit_logs
      where resource_id like ${`${prefix}-%`} order by 1`,
  );
  return rows.map(({ number }) => number);
}

async function expectDelivered(prefix: string, count: number): Promise<void> {
  auditLogService.start();
  const all = Array.from({ length: count }, (_, at) => at);
  await expect.poll(() => resourcesOf(prefix), patience).toEqual(all);
  await expect.poll(soundHealth, patience).toMatchObject({ status: "ok", spooled: 0 });
}

it.each(["at-once", "under-way"])("process.exit() %s: what nobody waited for is on disk", async (how) => {
  const prefix = freshId("exit");
  const owner = connect();
  // So that none can be stored before the process ends.
  await owner.unsafe("begin; lock table audit_logs in access exclusive mode");
  const { code, stdout, stderr } = await finish(spawnScript([script, how, prefix]));
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "50\n", stderr: "" });
  const spooled = await readSpoolText();
  expect(spooled).toContain(`"${prefix}-0"`);
  expect(spooled).toContain(`"${prefix}-49"`);
  await owner.unsafe("rollback");
  await expectDelivered(prefix, 50);
});

it("process.exit() with the database there: what is stored and on disk is in the log once", async () => {
  const prefix = freshId("exit");
  expect(await finish(spawnScript([script, "under-way", prefix]))).toMatchObject({ code: 0, stderr: "" });
  await expectDelivered(prefix, 50);
});

it("SIGTERM under load: the process ends by itself, and every entry is in the log once", async () => {
  const prefix = freshId("signal");
  const child = spawnScript([script, "sigterm", prefix]);
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  await expect.poll(() => lines, patience).toEqual(["ready"]);
  await expect.poll(async () => (await resourcesOf(prefix)).length, patience).toBeGreaterThan(100);
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  await expectDelivered(prefix, Number(lines[1]));
});
