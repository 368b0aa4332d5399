import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { db } from "@/db/drizzle";
import { findUnseen, readSnapshot } from "@/modules/auditLog/live/live.repo";
import { openMark, sealMark } from "@/modules/auditLog/live/mark";
import type { Mark } from "@/modules/auditLog/live/live.types";
import { madeId } from "@/tests/setup/madeId";
import { excess, narrow, readingsOf, type Mode } from "./planSupport";

vi.hoisted(() => vi.resetModules());
vi.mock("postgres", async (load) => (await import("./planRecorder")).recording(await load()));

const [busy, quiet] = ["busy", "quiet"];
const [entries, depth, limit] = [30_000, 200, 100];
// Of its own entries and of those that name it, both at their most, and those themselves.
const most = { ...narrow, read: 3 * depth, discarded: 2 * depth, sorted: 2 * depth };
let mark: Mark;

// A busy resource that has been silent for an hour, and one of which little is heard, over seven months; as
// many entries name them as are their own.
beforeAll(async () => {
  await db.execute(sql`
    with numbered as (
      select n, case when n % 1000 = 0 then ${quiet} when n % 2 = 0 then ${busy} else 'other-' || n % 700 end as who,
        now() - interval '2 hours' - (${entries} - n) * interval '90 days' / ${entries} as at
      from generate_series(1, ${entries}) n),
    made as (
      select *, ${madeId(sql`at`, sql`n`)} as id from numbered),
    logged as (
      insert into audit_logs (id, organization_id, actor_type, action, resource_type, resource_id, created_at)
      select id, 'acme', 'user', 'post.updated', 'post', who, at from made)
    insert into audit_log_related select 'project', who, id, 'acme' from made`);
  await db.execute(sql`vacuum analyze audit_logs`);
  await db.execute(sql`vacuum analyze audit_log_related`);
  const opened = openMark(sealMark({ at: new Date(), snapshot: await readSnapshot() }) ?? "");
  if (!opened) throw new Error("No mark was made");
  mark = opened;
});

describe.each(["custom", "generic"] satisfies Mode[])("with a %s plan", (mode) => {
  it.each([
    ["post", busy],
    ["post", quiet],
    ["post", "nothing"],
    ["project", busy],
    ["project", quiet],
  ])(
    "a look at a %s, %s: the newest of its index alone, and related entries by their key",
    async (type, id) => {
      const resource = { type, id, organizationId: "acme" };
      const { readings } = await readingsOf(() => findUnseen(resource, mark, { depth, limit }), mode);
      expect(readings).toHaveLength(1);
      expect(excess(readings, most)).toEqual([]);
    },
  );
});

it("a look while a burst comes in stops at what it may tell", async () => {
  const ids = await db.execute<{ id: string }>(sql`
    insert into audit_logs (id, organization_id, actor_type, action, resource_type, resource_id, created_at)
    select ${madeId(sql`now()`, sql`n`)}, 'acme', 'user', 'post.updated', 'post', ${busy}, now()
      from generate_series(1, 5000) n returning id`);
  const resource = { type: "post", id: busy, organizationId: "acme" };
  const { answer, readings } = await readingsOf(() => findUnseen(resource, mark, { depth, limit }));
  const newest = ids.slice(-limit).toReversed();
  expect(answer).toEqual(newest.map(({ id }) => ({ id })));
  expect(excess(readings, most)).toEqual([]);
});
