import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogInput, AuditLogPage } from "@/modules/auditLog/auditLog.types";
import { freshId } from "./auditLogSupport";
import { freshScene, lists, type Given, type List, type Scene } from "./paging/lists";

const listed = ({ entries }: AuditLogPage) => entries.map(({ id }) => id);

/** Logs entries of a list and others beside them, so many milliseconds after the scene's start; the list's ids. */
async function logAt(list: List, scene: Scene, after: readonly number[]): Promise<string[]> {
  const inputs = after.flatMap((milliseconds, kind) => [
    inputOf(scene, { at: milliseconds, given: list.matching(scene, kind) }),
    inputOf(scene, { at: milliseconds, given: list.other(scene) }),
  ]);
  const receipts = await auditLogService.logMany(inputs);
  return receipts.filter((_, position) => position % 2 === 0).map(({ id }) => id);
}

function inputOf(
  { organizationId, start }: Scene,
  { at, given }: { at: number; given: Given },
): AuditLogInput {
  const common = {
    action: "post.updated",
    resourceType: "post",
    resourceId: freshId("post"),
    organizationId,
  };
  const occurredAt = new Date(start.getTime() + at);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- which types fit together each list says for itself
  return { ...common, occurredAt, ...given } as unknown as AuditLogInput;
}

/** Milliseconds: few, so that many entries are of one instant. */
const instants = (maxLength: number) => fc.array(fc.nat(3), { maxLength });

const story = fc.record({
  before: instants(24),
  /** What comes while each page is read, by turns; some of it older than what is read. */
  meanwhile: fc.array(instants(3), { minLength: 1, maxLength: 4 }),
  limit: fc.integer({ min: 1, max: 7 }),
});

/** What is dated behind a reader's place would keep them for ever. */
const mostInterrupted = 12;
const mostPages = 100;

describe.each(lists)("$name pages", (list) => {
  it("hold each entry exactly once, newest first, whatever comes meanwhile", async () => {
    let longest = 0;
    const holds = fc.asyncProperty(story, async ({ before, meanwhile, limit }) => {
      const scene = freshScene();
      const initial = await logAt(list, scene, before);
      const added: string[] = [];
      const pages: string[][] = [];
      let cursor: string | null = null;
      do {
        const news = pages.length < mostInterrupted ? (meanwhile[pages.length % meanwhile.length] ?? []) : [];
        const [page, logged]: [AuditLogPage, string[]] = await Promise.all([
          list.read(scene, { cursor, limit }),
          logAt(list, scene, news),
        ]);
        added.push(...logged);
        pages.push(listed(page));
        cursor = page.nextCursor;
        expect(page.entries.length).toBeLessThanOrEqual(limit);
        expect(page.entries.length > 0 || cursor === null).toBe(true);
      } while (cursor !== null && pages.length < mostPages);
      expect(cursor).toBeNull();

      const seen = pages.flat();
      expect(seen).toEqual([...new Set(seen)].toSorted().toReversed());
      expect(initial.filter((id) => !seen.includes(id))).toEqual([]);
      expect(seen.filter((id) => !initial.includes(id) && !added.includes(id))).toEqual([]);
      longest = Math.max(longest, pages.length);
    });
    // By chance all others could fit a page.
    const several = { before: [0, 1, 1, 2, 3], meanwhile: [[0], [3]], limit: 2 };
    await fc.assert(holds, { numRuns: 8, examples: [[several]] });
    expect(longest).toBeGreaterThan(1);
  });
});

describe("a cursor", () => {
  const scene = freshScene();
  const foreign = freshScene();
  const first = new Map<List, AuditLogPage>();
  const limit = 2;

  beforeAll(async () => {
    for (const list of lists) {
      await logAt(list, scene, [0, 1, 1, 2, 2, 2]);
      await logAt(list, foreign, [0, 1, 1, 2]);
    }
    for (const list of lists) first.set(list, await list.read(scene, { limit }));
  });

  const nextOf = (list: List) => first.get(list)?.nextCursor ?? "none";
  const firstOf = (list: List) => first.get(list)?.entries.map(({ id }) => id);
  const read = async (list: List, cursor: string) => listed(await list.read(scene, { cursor, limit }));
  // A list is the same one however its pages are cut.
  const nameOf = ({ name }: List) => name.replace(", by whole runs", "");

  it.each(lists)("of any other list is the first page of $name", async (list) => {
    expect(await read(list, nextOf(list))).not.toEqual(firstOf(list));
    for (const other of lists.filter((each) => nameOf(each) !== nameOf(list)))
      expect(await read(list, nextOf(other)), other.name).toEqual(firstOf(list));
  });

  it.each(lists)(
    "of another organization, resource, actor or word is the first page of $name",
    async (list) => {
      const { nextCursor } = await list.read(foreign, { limit });
      expect(nextCursor).not.toBeNull();
      expect(await read(list, nextCursor ?? "")).toEqual(firstOf(list));
    },
  );

  it.each(lists)("that was tampered with, is cut or too long is the first page of $name", async (list) => {
    const cursor = nextOf(list);
    const bytes = [...Buffer.from(cursor, "base64url")];
    const [shown = ""] = firstOf(list) ?? [];
    const altered = [
      ...bytes.map((byte, at) => Buffer.from(bytes.with(at, byte ^ 1)).toString("base64url")),
      Buffer.concat([Buffer.from(shown.replaceAll("-", ""), "hex"), Buffer.alloc(12)]).toString("base64url"),
      cursor.slice(0, -1),
      `${cursor}=`,
      ` ${cursor}`,
      `${cursor}${cursor}`,
      cursor.padEnd(1_000_000, "A"),
      shown,
      "",
    ];
    for (const each of altered) expect(await read(list, each), each.slice(0, 60)).toEqual(firstOf(list));
  });
});
