// First: it gives Next its AsyncLocalStorage.
import { inRequest, sentHeaders } from "@/tests/unit/requestScope";
import { isIP } from "node:net";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { db } from "@/db/drizzle";
import { readRequestContext, type RequestContext } from "@/modules/auditLog/capture/requestContext";
import { canaries } from "@/tests/unit/canaries";
import { anything, hostile } from "@/tests/unit/hostileValues";
import { entry, logAnything } from "./auditLogSupport";

vi.hoisted(() => {
  process.env["TRUSTED_PROXIES"] = "1";
});

const atOnce = 50;
const batches = 60;

/** Any part of an entry may be anything; what is left out of a case is as it should be. */
const inputs = fc
  .record(
    {
      actor: fc.oneof(
        anything,
        fc.record({ type: anything, id: anything, name: anything, impersonator: anything }),
      ),
      actorId: anything,
      organizationId: anything,
      action: anything,
      outcome: anything,
      resourceType: anything,
      resourceId: anything,
      resourceName: anything,
      changes: fc.oneof(anything, fc.dictionary(fc.string(), fc.record({ from: anything, to: anything }))),
      metadata: fc.oneof(anything, fc.dictionary(fc.string(), anything)),
      related: fc.oneof(anything, fc.array(fc.record({ type: anything, id: anything }), { maxLength: 3 })),
      occurredAt: anything,
    },
    { requiredKeys: [] },
  )
  .map((given) => ({ action: "post.updated", resourceType: "post", resourceId: "any", ...given }));

type Measured = {
  id: string;
  longest: number;
  metadata: string;
  metadata_size: number;
  changes_size: number;
};

/** The rows with these ids, as the database measures them. */
function measure(ids: string[]): Promise<Measured[]> {
  return db.execute<Measured>(sql`
    select id, jsonb_typeof(metadata) as metadata, length(metadata::text) as metadata_size,
      coalesce(length(changes::text), 0) as changes_size,
      greatest(length(organization_id), length(actor_id), length(actor_name), length(impersonator_id),
        length(impersonator_name), length(action), length(resource_type), length(resource_id),
        length(resource_name)) as longest
    from audit_logs where id = any(array[${sql.join(
      ids.map((id) => sql`${id}::uuid`),
      sql`, `,
    )}])`);
}

/** Logs them at once, and counts those that are stored as they should be. */
async function countStored(given: unknown[]): Promise<number> {
  const receipts = await Promise.all(given.map((input) => logAnything(input)));
  expect(receipts.map(({ status }) => status)).toEqual(given.map(() => "stored"));
  const rows = await measure(receipts.map(({ id }) => id));
  for (const row of rows) {
    expect(row.metadata).toBe("object");
    expect(row.longest).toBeLessThanOrEqual(512);
    // jsonb writes a space after each comma and colon.
    expect(Math.max(row.metadata_size, row.changes_size)).toBeLessThanOrEqual(1.2 * 256_000);
  }
  return rows.length;
}

it(
  "log() resolves, and the row is there, valid and within bounds, whatever it was given",
  { timeout: 120_000 },
  async () => {
    const batch = fc.array(fc.clone(inputs, 2), { minLength: atOnce, maxLength: atOnce });
    await fc.assert(
      fc.asyncProperty(batch, async (pairs) => {
        expect(await countStored(pairs.map(([input]) => input))).toBe(atOnce);
        expect(pairs.every(([input, untouched]) => fc.stringify(input) === fc.stringify(untouched))).toBe(
          true,
        );
      }),
      // Fifty cases in one are not made simpler by trying each again.
      { numRuns: batches, endOnFailure: true },
    );
  },
);

it.each(Object.entries(hostile))("log() takes %s", { timeout: 60_000 }, async (_name, make) => {
  const value = make();
  const metadata = { value, list: [value] };
  const actor = { type: "user", id: value, name: value };
  expect(
    await countStored([
      { ...entry(), metadata, actor, resourceName: value, changes: { a: { from: value, to: 1 } } },
    ]),
  ).toBe(1);
});

it("any request's headers are stored as what they tell", { timeout: 60_000 }, async () => {
  const logOne = async () => {
    const [{ id, status }, told] = await Promise.all([logAnything(entry()), readRequestContext()]);
    return { id, status, told };
  };
  const batch = fc.array(sentHeaders, { minLength: atOnce, maxLength: atOnce });
  await fc.assert(
    fc.asyncProperty(batch, async (requests) => {
      const logged = await Promise.all(requests.map((sent) => inRequest(sent, logOne)));
      expect(logged.filter(({ status }) => status !== "stored")).toEqual([]);
      expect(logged.some(({ told }) => told.ip !== null)).toBe(true);
      const rows = await contextsOf(logged.map(({ id }) => id));
      for (const { id, told } of logged) {
        const row = rows.get(id);
        expect(row).toMatchObject({ user_agent: told.user_agent, request_id: told.request_id });
        // Postgres writes addresses in its own way.
        expect(isIP(row?.ip ?? "")).toBe(isIP(told.ip ?? ""));
      }
    }),
    { numRuns: 8, endOnFailure: true },
  );
});

async function contextsOf(ids: string[]): Promise<Map<string, RequestContext>> {
  const rows = await db.execute<RequestContext & { id: string }>(sql`
    select id, host(ip) as ip, user_agent, request_id from audit_logs
    where id = any(array[${sql.join(
      ids.map((id) => sql`${id}::uuid`),
      sql`, `,
    )}])`);
  return new Map(rows.map((row) => [row.id, row]));
}

it("no canary reaches the table", async () => {
  const receipts = await Promise.all(canaries.map(({ fields }) => logAnything({ ...entry(), ...fields })));
  const ids = sql.join(
    receipts.map(({ id }) => sql`${id}::uuid`),
    sql`, `,
  );
  const rows = await db.execute<{ text: string }>(sql`
    select audit_logs::text || coalesce((select string_agg(r::text, '') from audit_log_related r where r.id = audit_logs.id), '') as text
    from audit_logs where id = any(array[${ids}])`);
  expect(rows).toHaveLength(canaries.length);
  const text = rows.map((row) => row.text).join("\n");
  expect(canaries.filter(({ secret }) => text.includes(secret))).toEqual([]);
  expect(text).not.toMatch(/CANARY\d{3}zq/);
});
