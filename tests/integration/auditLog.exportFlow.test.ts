import { text } from "node:stream/consumers";
import { expect, it, onTestFinished } from "vitest";
import { openChunks } from "@/modules/auditLog/export/chunks";
import { openFile } from "@/modules/auditLog/export/exportFile";
import { formatters } from "@/modules/auditLog/export/formats/formatters";
import { beginRun } from "@/modules/auditLog/export/runs";
import { openSnapshot, type Snapshot } from "@/modules/auditLog/export/snapshot.repo";
import { planSearch } from "@/modules/auditLog/search/plan";
import { emptyFilter } from "@/modules/auditLog/search/search.types";
import { lastId } from "@/modules/auditLog/reading/keyset.repo";
import { exportPids, fillTenant, linesOf, terminateExports } from "./auditLogExportSupport";

/** A tenant's export, and how much of each chunk was read so far. */
async function open(organizationId: string, { stalledAfterMs = 60_000 } = {}) {
  const search = { scope: { organizationId }, filter: emptyFilter, viewer: "operator" } as const;
  const snapshot = await openSnapshot();
  onTestFinished(() => snapshot.close());
  const chunks: { rows: number; bytes: number }[] = [];
  const read: Snapshot["read"] = (bounds, take) => {
    const chunk = { rows: 0, bytes: 0 };
    chunks.push(chunk);
    return snapshot.read(bounds, (row) => {
      chunk.rows += 1;
      chunk.bytes += row.metadata.length;
      take(row);
    });
  };
  const progress = beginRun({ ...search, format: "ndjson", query: "" });
  const formatter = formatters.ndjson;
  const source = { snapshot: { read }, plan: await planSearch(search), window: emptyFilter };
  const body = openFile({
    chunks: await openChunks({ ...source, format: formatter.line }),
    formatter,
    progress,
    signal: undefined,
    release: snapshot.close,
    stalledAfterMs,
  });
  return { body, chunks, progress };
}

it("reads no more than one chunk ahead of its reader", async () => {
  const { body, chunks, progress } = await open(await fillTenant(5_500));
  const reader = body.getReader();
  expect(chunks).toHaveLength(1);
  for (let read = 1; read <= 4; read++) {
    await reader.read();
    // What is read ahead by now is all that is read ahead.
    await expect.poll(() => chunks.at(-1)?.rows).toBeGreaterThan(0);
    expect(chunks).toHaveLength(read + 1);
    expect(progress.rows).toBe(read * 1_000);
  }
  await reader.cancel();
  await expect.poll(exportPids).toEqual([]);
  expect(chunks).toHaveLength(5);
});

it("bounds its chunks by what they hold", async () => {
  const size = 200_000;
  const { body, chunks } = await open(await fillTenant(40, size));
  expect(linesOf(await text(body))).toHaveLength(40);
  expect(Math.max(...chunks.map(({ bytes }) => bytes))).toBeLessThan(2 ** 20 + size + 100);
  expect(chunks.length).toBeGreaterThan(6);
});

it("frees the snapshot when nothing is read for a while, and the file says that it broke off", async () => {
  const { body, progress } = await open(await fillTenant(5_500), { stalledAfterMs: 50 });
  const reader = body.getReader();
  const { value } = await reader.read();
  await expect.poll(() => progress.state).toBe("broke_off");
  await expect.poll(exportPids).toEqual([]);
  reader.releaseLock();
  const lines = linesOf(Buffer.from(value ?? []).toString() + (await text(body)));
  expect(lines).toHaveLength(1_001);
  expect(lines.at(-1)).toEqual({ export: "incomplete", rows: 1_000, code: "STALLED" });
});

it("reads nothing outside its snapshot once the connection is lost", async () => {
  const plan = await planSearch({
    scope: { organizationId: await fillTenant(10) },
    filter: emptyFilter,
    viewer: "operator",
  });
  const snapshot = await openSnapshot();
  onTestFinished(() => snapshot.close());
  const ids: string[] = [];
  const bounds = { plan, range: { from: null, before: lastId }, rows: 5, bytes: 1_000, share: 5 };
  const read = () => snapshot.read(bounds, ({ id }) => void ids.push(id));
  await read();
  expect(ids).toHaveLength(5);
  await terminateExports();
  await expect(read()).rejects.toHaveProperty("code");
  await expect(read()).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(ids).toHaveLength(5);
});
