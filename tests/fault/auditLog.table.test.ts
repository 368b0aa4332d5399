import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { db } from "@/db/drizzle";
import type { Transaction } from "@/db/transaction";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogInput } from "@/modules/auditLog/auditLog.types";
import { captureErrors, connect, isStored } from "@/tests/integration/auditLogSupport";

const canary = "CANARY";
const telltale: AuditLogInput<"post.deleted"> = {
  action: "post.deleted",
  actor: {
    type: "user",
    id: `${canary}-actor`,
    name: `${canary}-name`,
    organizationId: `${canary}-tenant`,
    impersonator: { id: `${canary}-impersonator`, name: `${canary}-impersonator-name` },
  },
  resourceType: `${canary}-type`,
  resourceId: `${canary}-id`,
  resourceName: `${canary}-label`,
  changes: { [`${canary}-field`]: { from: `${canary}-from`, to: `${canary}-to` } },
  metadata: { reason: `${canary}-reason` },
  related: [{ type: `${canary}-related`, id: `${canary}-related-id` }],
};

type Fault = { name: string; cause: string; repair: string; codes: string[] };

const faults: Fault[] = [
  {
    name: "the table renamed away",
    cause: "alter table audit_logs rename to gone",
    repair: "alter table gone rename to audit_logs",
    codes: ["42P01"],
  },
  {
    name: "the related table renamed away",
    cause: "alter table audit_log_related rename to gone",
    repair: "alter table gone rename to audit_log_related",
    codes: ["42P01"],
  },
  {
    name: "a column dropped",
    cause: "alter table audit_logs rename column user_agent to gone",
    repair: "alter table audit_logs rename column gone to user_agent",
    codes: ["42703"],
  },
  {
    name: "a constraint that no entry meets",
    cause: "alter table audit_logs add constraint never check (action = 'never') not valid",
    repair: "alter table audit_logs drop constraint never",
    codes: ["23514"],
  },
  {
    name: "a trigger that quotes the entry in its error",
    cause: `create function quote_entry() returns trigger language plpgsql as
        $$ begin raise exception '% % %', new.actor_name, new.metadata, new.resource_id; end $$;
      create trigger quote before insert on audit_logs for each row execute function quote_entry()`,
    repair: "drop function quote_entry cascade",
    codes: ["P0001"],
  },
  {
    name: "an insert that takes too long",
    cause: `create function sleep() returns trigger language plpgsql as
        $$ begin perform pg_sleep(60); return new; end $$;
      create trigger slow before insert on audit_logs for each row execute function sleep()`,
    repair: "drop function sleep cascade",
    codes: ["57014", "TIMEOUT"],
  },
];

beforeAll(async () => {
  await db.execute(sql`create table business (id text primary key)`);
});

/** What a transaction leaves that does something, logs, and does something more. */
async function transactionAround<Result>(log: (tx: Transaction) => Promise<Result>) {
  const id = crypto.randomUUID();
  const result = await db.transaction(async (tx) => {
    await tx.execute(sql`set local statement_timeout = '700ms'`);
    await tx.execute(sql`set local lock_timeout = '7s'`);
    await tx.execute(sql`insert into business values (${id})`);
    const logged = await log(tx);
    expect(await tx.execute(sql`show lock_timeout`)).toEqual([{ lock_timeout: "7s" }]);
    await tx.execute(sql`insert into business values (${`${id}-after`})`);
    return logged;
  });
  const rows = await db.execute(sql`select 1 from business where id in (${id}, ${`${id}-after`})`);
  return { result, committed: rows.length === 2 };
}

const lineSchema = z.strictObject({
  level: z.literal("error"),
  event: z.literal("audit_log.entry_dropped"),
  id: z.uuid(),
  code: z.string(),
});

/** Logs what must not be stored, and returns why it was not, as stderr tells it. */
async function refusal(tx?: Transaction): Promise<string> {
  const written = captureErrors();
  const started = performance.now();
  const receipt = await auditLogService.log(telltale, tx ? { tx } : {});
  // Generous: it tells a bounded wait from one without end.
  expect(performance.now() - started).toBeLessThan(8_000);
  expect(receipt.status).toBe("dropped");
  const lines = written.splice(0);
  expect(lines.join("\n")).not.toContain(canary);
  expect(lines).toHaveLength(1);
  const line = lineSchema.parse(JSON.parse(lines[0] ?? ""));
  expect(line.id).toBe(receipt.id);
  return line.code;
}

async function statusesNow(): Promise<string[]> {
  const inside = await transactionAround((tx) => auditLogService.log(telltale, { tx }));
  const outside = await auditLogService.log(telltale);
  expect(await Promise.all([inside.result.id, outside.id].map(isStored))).toEqual([true, true]);
  return [inside.result.status, outside.status];
}

describe.each(faults)("with $name", ({ cause, repair, codes }) => {
  it("an entry is given up, its transaction is not, and later entries are stored", async () => {
    const owner = connect();
    await owner.unsafe(cause);
    try {
      const { result, committed } = await transactionAround(refusal);
      expect(committed).toBe(true);
      expect(codes).toContain(result);
      expect(codes).toContain(await refusal());
    } finally {
      await owner.unsafe(repair);
    }
    expect(await statusesNow()).toEqual(["stored", "stored"]);
  });
});

const thisMonth = new Date().toISOString().slice(0, 7).replace("-", "_");

describe("with the table locked by another connection", () => {
  it.each(["audit_logs", "audit_log_related", `audit_logs_${thisMonth}`])(
    "%s delays an entry for a while and not for ever",
    async (table) => {
      await connect().begin(async (other) => {
        await other.unsafe(`lock table ${table} in access exclusive mode`);
        expect(await transactionAround(refusal)).toEqual({ result: "55P03", committed: true });
        expect(await refusal()).toBe("55P03");
      });
      expect(await statusesNow()).toEqual(["stored", "stored"]);
    },
  );
});

describe("in a transaction that", () => {
  it("is read-only the entry is given up, and the transaction goes on", async () => {
    const after = await db.transaction(
      async (tx) => {
        expect(await refusal(tx)).toBe("25006");
        return tx.execute(sql`select 1 as one`);
      },
      { accessMode: "read only" },
    );
    expect(after).toEqual([{ one: 1 }]);
  });

  it("has failed already the entry is given up", async () => {
    const failed = db.transaction(async (tx) => {
      await expect(tx.execute(sql`select 1 / 0`)).rejects.toMatchObject({ cause: { code: "22012" } });
      expect(await refusal(tx)).toBe("25P02");
    });
    await expect(failed).rejects.toMatchObject({ code: "22012" });
  });

  it("runs as a role that may not insert the entry is given up, and the transaction commits", async () => {
    const role = `reader_${crypto.randomUUID().slice(0, 8)}`;
    await db.execute(sql.raw(`create role ${role}; grant insert, select on business to ${role}`));
    try {
      const outcome = await transactionAround(async (tx) => {
        await tx.execute(sql.raw(`set local role ${role}`));
        return refusal(tx);
      });
      expect(outcome).toEqual({ result: "42501", committed: true });
    } finally {
      await db.execute(sql.raw(`drop owned by ${role}; drop role ${role}`));
    }
  });
});

it("does not wait for the application's pool, though every connection of it waits for the entry", async () => {
  const size = 10;
  let started = 0;
  let release = () => {};
  const everyoneStarted = new Promise<void>((resolve) => (release = resolve));
  const receipts = await Promise.all(
    Array.from({ length: size }, () =>
      db.transaction(async (tx) => {
        await tx.execute(sql`select 1`);
        if (++started === size) release();
        await everyoneStarted;
        return auditLogService.log(telltale);
      }),
    ),
  );
  expect(receipts.map(({ status }) => status)).toEqual(Array.from({ length: size }, () => "stored"));
});
