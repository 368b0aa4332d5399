import { inspect } from "node:util";
import { sql } from "drizzle-orm";
import { beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { db } from "@/db/drizzle";
import type { Transaction } from "@/db/transaction";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogInput, Receipt } from "@/modules/auditLog/auditLog.types";
import { captureErrors, connect } from "@/tests/integration/auditLogSupport";
import { canaries } from "@/tests/unit/canaries";
import { patience } from "@/tests/setup/patience";
import {
  createBusinessTable,
  doBusiness,
  reasonOf,
  soundHealth,
  tally,
  Undo,
  untilDelivered,
} from "./support/delivery";
import { openProxy } from "./support/proxy";
import { breakSpool, readSpoolText } from "./support/spoolFolder";

const directUrl = process.env.DATABASE_URL ?? "";
const proxy = await openProxy(directUrl);
process.env.DATABASE_URL = proxy.url;

/** What is no secret, to show that the places that are searched do hold the entries. */
const control = "plainly-visible";

const inputs = canaries.map(({ fields }) => {
  const base = { action: "post.updated", resourceType: control, resourceId: "p1", actorId: "u1" };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- shapes that types forbid are among them
  return { ...base, ...fields } as AuditLogInput;
});

beforeAll(createBusinessTable);

/** Logs every canary, outside and in a transaction, and answers with what was said of it. */
async function logAll(): Promise<{ receipts: Receipt[]; said: string }> {
  const receipts = await Promise.all(inputs.map((input) => auditLogService.log(input)));
  const errors: unknown[] = [];
  const required = async (tx?: Transaction) => {
    for (const input of inputs.slice(0, tx ? 1 : undefined)) {
      await auditLogService
        .logRequired(input, tx ? { tx } : {})
        .catch((error: unknown) => errors.push(error));
    }
  };
  await required();
  await doBusiness(crypto.randomUUID(), async (tx) => {
    receipts.push(...(await auditLogService.logMany(inputs, { tx })));
    await required(tx);
  }).catch((error: unknown) => errors.push(error));
  const health = await soundHealth();
  return { receipts, said: inspect({ errors, receipts, health }, { depth: 10, showHidden: true }) };
}

/** Everything written to stdout meanwhile. */
function captureOutput(): string[] {
  const written: string[] = [];
  const keep = (...values: unknown[]) => written.push(values.map(String).join(" "));
  const spies = [
    vi.spyOn(console, "log").mockImplementation(keep),
    vi.spyOn(process.stdout, "write").mockImplementation((chunk) => keep(chunk) > 0),
  ];
  onTestFinished(() => spies.forEach((spy) => spy.mockRestore()));
  return written;
}

async function readTables(): Promise<string> {
  const rows = await db.execute<{ text: string }>(sql`
    select audit_logs::text as text from audit_logs
    union all select audit_log_related::text from audit_log_related`);
  return rows.map(({ text }) => text).join("\n");
}

/** Which secrets stand where. */
function leaksIn(places: Record<string, string>): string[] {
  return Object.entries(places).flatMap(([place, text]) =>
    canaries.filter(({ secret }) => text.includes(secret)).map(({ shape }) => `${place}: ${shape}`),
  );
}

it("no secret is in the tables", async () => {
  const [stderr, stdout] = [captureErrors(), captureOutput()];
  const { receipts, said } = await logAll();
  expect(tally(receipts)).toEqual({ stored: receipts.length });
  const tables = await readTables();
  expect(tables.split(control).length).toBeGreaterThan(receipts.length);
  expect(leaksIn({ tables, said, stderr: stderr.join("\n"), stdout: stdout.join("\n") })).toEqual([]);
});

it("no secret is in the spool, nor told while the database is away", async () => {
  const [stderr, stdout] = [captureErrors(), captureOutput()];
  await proxy.goAway();
  const { receipts, said } = await logAll();
  expect(tally(receipts)).toEqual({ spooled: receipts.length });
  const spool = await readSpoolText();
  expect(spool.split(control).length).toBeGreaterThan(receipts.length);
  expect(leaksIn({ spool, said, stderr: stderr.join("\n"), stdout: stdout.join("\n") })).toEqual([]);
  await proxy.comeBack();
  await untilDelivered();
  expect(leaksIn({ tables: await readTables() })).toEqual([]);
});

it("no secret is among the dead letters, though the database quotes the entries", async () => {
  const [stderr, stdout] = [captureErrors(), captureOutput()];
  const owner = connect();
  await owner.unsafe(`create function quote_entry() returns trigger language plpgsql as
      $$ begin raise exception 'refused: %', new; end $$;
    create trigger quote before insert on audit_logs for each row execute function quote_entry()`);
  const { receipts, said } = await logAll();
  await expect.poll(soundHealth, patience).toMatchObject({ spooled: 0, dead: receipts.length });
  const letters = JSON.stringify(await auditLogService.deadLetters());
  const spool = await readSpoolText();
  for (const text of [letters, spool]) expect(text.split(control).length).toBeGreaterThan(receipts.length);
  const health = JSON.stringify(await auditLogService.health());
  const places = { letters, spool, said, health, stderr: stderr.join("\n"), stdout: stdout.join("\n") };
  expect(leaksIn(places)).toEqual([]);
  await owner.unsafe("drop function quote_entry cascade");
  expect(await auditLogService.replayDeadLetters()).toMatchObject({ stored: receipts.length });
  expect(leaksIn({ tables: await readTables() })).toEqual([]);
});

it("no secret, nor any other value, is on stderr when neither database nor disk takes an entry", async () => {
  const [stderr, stdout] = [captureErrors(), captureOutput()];
  await breakSpool();
  await proxy.goAway();
  const { receipts, said } = await logAll();
  await proxy.comeBack();
  expect(tally(receipts)).toEqual({ dropped: receipts.length });
  const told = [...stderr, ...stdout].join("\n");
  expect(told.split("audit_log.entry_dropped")).toHaveLength(receipts.length + 1);
  expect(told).not.toContain(control);
  expect(leaksIn({ told, said })).toEqual([]);
});

it("no secret is told of a transaction that had failed", async () => {
  const [stderr, stdout] = [captureErrors(), captureOutput()];
  let said = "";
  await doBusiness("failed", async (tx) => {
    await tx.execute(sql`select 1 / 0`).catch(() => null);
    const receipts = await auditLogService.logMany(inputs, { tx });
    const errors = await Promise.all(
      inputs.map((input) => reasonOf(auditLogService.logRequired(input, { tx }))),
    );
    said = inspect({ receipts, errors }, { depth: 10, showHidden: true });
    throw new Undo();
  }).catch(() => null);
  const told = [...stderr, ...stdout].join("\n");
  expect(told.split("audit_log.entry_withdrawn")).toHaveLength(inputs.length + 1);
  expect(told + said).not.toContain(control);
  expect(leaksIn({ told, said })).toEqual([]);
});
