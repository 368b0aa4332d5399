import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { db } from "@/db/drizzle";
import type { StoredEntry } from "@/modules/auditLog/auditLog.types";
import { toStoredEntry } from "@/modules/auditLog/capture/entry";
import { storeRows, storeRowsIn, storeRowsOnce, toRow } from "@/modules/auditLog/delivery/store.repo";
import { connect, entry, freshId } from "@/tests/integration/auditLogSupport";

// What stands between values, elements and texts in one notation or another, and looks like nothing.
const texts = [
  "",
  " ",
  "NULL",
  "null",
  "{}",
  "{",
  ",",
  '"',
  "\\",
  '\\"',
  "'",
  "$1",
  "\x1e",
  "\x1f",
  "a\x1eb",
  "a\x1fb",
];
const related = [{ type: "project", id: 'p "1", \\ {x}' }];

function made(text: string): StoredEntry {
  const plain = toStoredEntry(entry({ resourceId: freshId("store") }));
  return {
    ...plain,
    organization_id: text,
    actor_name: text,
    resource_name: text,
    metadata: { [text]: text },
  };
}

async function read(entries: StoredEntry[]) {
  const rows = await db.execute<Record<string, unknown>>(
    sql`select id, organization_id, actor_name, resource_name, impersonator_name, metadata from audit_logs
      where id in ${entries.map(({ id }) => id)} order by id`,
  );
  return [...rows];
}

const expected = (entries: StoredEntry[]) =>
  entries.map(({ id, organization_id, actor_name, resource_name, impersonator_name, metadata }) => ({
    id,
    organization_id,
    actor_name,
    resource_name,
    impersonator_name,
    metadata,
  }));

const ways = {
  "by itself": (entries: StoredEntry[]) => storeRows(connect(), entries.map(toRow)),
  "that may be there": (entries: StoredEntry[]) => storeRowsOnce(connect(), entries.map(toRow)),
  "in a transaction": (entries: StoredEntry[]) => db.transaction((tx) => storeRowsIn(tx, entries.map(toRow))),
};

it.each(Object.entries(ways))("an entry %s is stored as it is, whatever it holds", async (_, store) => {
  const lone = texts.map(made);
  for (const each of lone) await store([each]);
  expect(await read(lone)).toEqual(expected(lone));

  const many = texts.map(made);
  await store(many);
  expect(await read(many)).toEqual(expected(many));

  const without = texts.filter((text) => !text.includes("\x1e") && !text.includes("\x1f")).map(made);
  await store(without);
  expect(await read(without)).toEqual(expected(without));
});

it.each(Object.entries(ways))("related resources of an entry %s are stored with it", async (_, store) => {
  const [one, other, none] = [made("one"), made("other"), made("none")];
  await store([{ ...one, related }]);
  await store([none, { ...other, related }]);
  const rows = await db.execute(
    sql`select id, resource_type, resource_id from audit_log_related
      where id in ${[one.id, other.id, none.id]} order by id`,
  );
  expect([...rows]).toEqual(
    [one.id, other.id].map((id) => ({ id, resource_type: "project", resource_id: related[0]?.id })),
  );
});

it("entries that may be there are passed over, and the others stored", async () => {
  const [first, second] = [made("first"), made("second")];
  await storeRows(connect(), [toRow(first)]);
  await storeRowsOnce(connect(), [toRow({ ...first, actor_name: "changed" }), toRow(second)]);
  expect(await read([first, second])).toEqual(expected([first, second]));
});
