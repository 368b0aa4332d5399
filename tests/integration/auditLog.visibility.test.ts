import { describe, expect, it, vi } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { viewers, type AuditLogEntry, type Viewer } from "@/modules/auditLog/auditLog.types";
import { emptyFilter } from "@/modules/auditLog/search/search.types";
import { freshId, logAnything } from "./auditLogSupport";

vi.mock("@/auditActions", () => ({
  auditActions: {
    "card.charged": {
      message: { en: "{actor} charged {resource}" },
      visibleTo: {
        amount: "admin",
        trace: "operator",
        "person.phone": "admin",
        "lines.cost": "operator",
        "changes.limit": "admin",
      },
    },
    "list.dropped": { message: { en: "{actor} dropped {resource}" }, visibleTo: { names: "admin" } },
  },
}));

const metadata = {
  amount: 5,
  trace: "canary-trace",
  person: { name: "Ana", phone: "canary-phone" },
  lines: [{ text: "one", cost: "canary-cost" }, "canary-line"],
  open: "canary-open",
};
const changes = {
  limit: { from: 1, to: 2 },
  title: { from: "a", to: "b" },
  "person.phone": { from: "canary-old", to: "canary-new" },
  person: { from: { name: "A", phone: "canary-from" }, to: null },
  trace: { from: "x", to: "y" },
};

async function logCharge(action = "card.charged") {
  const [resourceId, organizationId] = [freshId("card"), freshId("org")];
  const { id } = await logAnything({
    action,
    resourceType: "card",
    resourceId,
    organizationId,
    actorId: resourceId,
    metadata,
    changes,
  });
  return { id, resourceId, organizationId };
}

/** The one entry, by every way there is to read it. */
async function everyRead(viewer: Viewer | undefined, charge: Awaited<ReturnType<typeof logCharge>>) {
  const { id, resourceId, organizationId } = charge;
  const how = viewer ? { viewer } : {};
  const scope = { organizationId };
  const entry = await auditLogService.getEntry(scope, { id, ...how });
  const pages = await Promise.all([
    auditLogService.getForResource("card", resourceId, how),
    auditLogService.getForActor(resourceId, how),
    auditLogService.search(scope, how),
  ]);
  return [entry, ...pages.map(({ entries }) => entries[0])];
}

const seen: Record<Viewer, Partial<AuditLogEntry>> = {
  member: {
    metadata: { person: { name: "Ana" }, lines: [{ text: "one" }], open: "canary-open" },
    changes: { title: changes.title, person: { from: { name: "A" }, to: null } },
  },
  admin: {
    metadata: { amount: 5, person: metadata.person, lines: [{ text: "one" }], open: "canary-open" },
    changes: {
      limit: changes.limit,
      title: changes.title,
      person: changes.person,
      "person.phone": changes["person.phone"],
    },
  },
  operator: { metadata, changes },
};

describe("an entry with reserved fields", () => {
  it.each(viewers)("shows a %s what is theirs, by every read", async (viewer) => {
    const charge = await logCharge();
    for (const entry of await everyRead(viewer, charge))
      expect(entry).toMatchObject({ id: charge.id, ...seen[viewer] });
    for (const entry of await everyRead(viewer, charge)) {
      expect(entry?.metadata).toEqual(seen[viewer].metadata);
      expect(entry?.changes).toEqual(seen[viewer].changes);
    }
  });

  it("shows whoever is not named what a member sees", async () => {
    const charge = await logCharge();
    for (const entry of await everyRead(undefined, charge))
      expect(entry?.metadata).toEqual(seen.member.metadata);
  });

  it("shows everything of an action that reserves nothing", async () => {
    const charge = await logCharge("card.listed");
    for (const entry of await everyRead("member", charge)) expect(entry).toMatchObject({ metadata, changes });
  });

  it.each([
    ["member", 0],
    ["admin", 1],
  ] as const)("is found by a %s as far as all of it is theirs to see", async (viewer, count) => {
    const organizationId = freshId("org");
    const list = { resourceType: "list", resourceId: "1", organizationId };
    await logAnything({ action: "list.dropped", ...list, metadata: { names: ["Zanzibar"] } });
    const filter = { ...emptyFilter, words: { is: ["zanzibar"], not: [] } };
    const { entries } = await auditLogService.search({ organizationId }, { filter, viewer });
    expect(entries).toHaveLength(count);
  });

  it.each([
    ["member", "canary-trace", 0],
    ["admin", "canary-trace", 0],
    ["admin", "canary-open", 0],
    ["operator", "canary-trace", 1],
  ] as const)(
    "is not found by a %s searching for %s where it may not be seen whole",
    async (viewer, word, count) => {
      const { organizationId } = await logCharge();
      const filter = { ...emptyFilter, words: { is: [word], not: [] } };
      const { entries } = await auditLogService.search({ organizationId }, { filter, viewer });
      expect(entries).toHaveLength(count);
      const edges = [new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)];
      const bars = await auditLogService.histogram({ organizationId }, { filter, viewer, edges });
      expect(bars.map((bar) => bar.entries)).toEqual([count]);
    },
  );
});
