import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { AuditLogFeed } from "@/components/auditLog/AuditLogFeed";
import { AuditLogList } from "@/components/auditLog/AuditLogList";
import { AuditLogChangesTable } from "@/components/auditLog/entry/AuditLogChangesTable";
import { AuditLogEntryFields } from "@/components/auditLog/entry/AuditLogEntryFields";
import { AuditLogEntryMetadata } from "@/components/auditLog/entry/AuditLogEntryMetadata";
import { AuditLogEntrySentence } from "@/components/auditLog/entry/AuditLogEntrySentence";
import { AuditLogRawJson } from "@/components/auditLog/entry/AuditLogRawJson";
import { AuditLogSummary } from "@/components/auditLog/history/AuditLogSummary";
import { noLinks } from "@/components/auditLog/links";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { viewers, type AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { makeIdAt } from "@/modules/auditLog/capture/id";
import { exportFormats } from "@/modules/auditLog/export/export.types";
import { toText } from "@/tests/unit/renderSupport";
import { exportOf } from "./auditLogExportSupport";
import { freshId, logAnything } from "./auditLogSupport";

vi.mock("@/auditActions", async (original) => {
  const { auditActions } = await original<typeof import("@/auditActions")>();
  const charged = {
    message: { en: "{actor} charged {resource}" },
    visibleTo: { amount: "operator", "person.phone": "admin" },
  };
  return { auditActions: { ...auditActions, "card.charged": charged } };
});

type Old = {
  action?: string;
  actorType?: string;
  outcome?: string;
  resourceName?: string | null;
  /** JSON as it is in the column. */
  metadata?: string;
  changes?: string | null;
};

/** A row as another release wrote it, in a feed of its own. */
async function insertOld(old: Old) {
  const [organizationId, resourceId] = [freshId("org"), freshId("old")];
  const { id, at } = makeIdAt(Date.now() - 60_000);
  const {
    action = "post.updated",
    actorType = "user",
    outcome = "success",
    metadata = "{}",
    changes = null,
  } = old;
  await db.execute(sql`
    insert into audit_logs (id, organization_id, actor_type, actor_id, actor_name, action, outcome, resource_type,
      resource_id, resource_name, changes, metadata, created_at)
    values (${id}, ${organizationId}, ${actorType}, ${resourceId}, 'Ana', ${action}, ${outcome}, 'post', ${resourceId},
      ${old.resourceName ?? null}, ${changes}::jsonb, ${metadata}::jsonb, ${new Date(at).toISOString()})`);
  return { id, organizationId, resourceId };
}

type Inserted = Awaited<ReturnType<typeof insertOld>>;

/** What every view says of it, by the view's name. */
async function tell({ id, organizationId, resourceId }: Inserted, locale = "en") {
  const [display, scope] = [{ locale, timeZone: "UTC" }, { organizationId }];
  const how = { viewer: "operator" } as const;
  const entry = await auditLogService.getEntry(scope, { id, ...how });
  if (entry === null) throw new Error("It can't be read");
  const load = () => auditLogService.search(scope, how);
  const summary = () => auditLogService.summarizeActor(scope, { actorId: resourceId, ...how });
  return {
    entry,
    list: await toText(
      <AuditLogList {...how} display={display} resourceId={resourceId} resourceType="post" />,
    ),
    found: await toText(<AuditLogFeed display={display} load={load} />),
    summary: await toText(
      <AuditLogSummary display={display} load={summary} rankings={[{ of: "actions" }, { of: "actors" }]} />,
    ),
    page: await toText(<Page entry={entry} display={display} />),
  };
}

function Page({ entry, display }: { entry: AuditLogEntry; display: { locale: string; timeZone: string } }) {
  return (
    <>
      <AuditLogEntrySentence display={display} entry={entry} links={noLinks} />
      <AuditLogEntryFields display={display} entry={entry} links={noLinks} organizationName={null} />
      <AuditLogChangesTable changes={entry.changes} display={display} />
      <AuditLogEntryMetadata display={display} metadata={entry.metadata} />
      <AuditLogRawJson display={display} entry={entry} />
    </>
  );
}

async function exported({ organizationId }: Inserted): Promise<string[]> {
  const files: string[] = [];
  for (const format of exportFormats)
    for (const viewer of viewers) {
      const { body } = await exportOf(organizationId, { format, viewer });
      files.push(await new Response(body).text());
    }
  return files;
}

/** An older release's rows, and what of each has to be read wherever details stand. */
const rows: [string, Old, string[]][] = [
  [
    "metadata of another version",
    { action: "post.moved", metadata: '{"from":"Alpha-1","to":"Beta-2"}' },
    ["Alpha-1", "Beta-2"],
  ],
  ["metadata that was added to", { metadata: '{"draft":"Gamma-3"}' }, ["Gamma-3"]],
  ["a removed action", { action: "crm.lead_scored", metadata: '{"score":"Delta-4"}' }, ["Delta-4"]],
  ["an action without a dot", { action: "purged", metadata: '{"why":"Delta-5"}' }, ["purged", "Delta-5"]],
  ["metadata that is a list", { metadata: '["Epsilon-5",{"deep":["Zeta-6"]}]' }, ["Epsilon-5", "Zeta-6"]],
  ["metadata that is a text", { metadata: '"Eta-7"' }, ["Eta-7"]],
  [
    "metadata that is a text of JSON",
    { metadata: '"{\\"a\\":12345678901234567891}"' },
    ["12345678901234567891"],
  ],
  ["metadata that is a number", { action: "gone.action", metadata: "1234567" }, []],
  ["metadata that is null", { action: "gone.action", metadata: "null" }, []],
  [
    "metadata named as what objects have",
    { metadata: '{"__proto__":"Theta-8","constructor":{"toString":"Iota-9"}}' },
    ["Theta-8", "Iota-9"],
  ],
  ["no changes, as null in JSON", { changes: "null" }, []],
  ["no changed fields", { changes: "{}" }, []],
  [
    "changes that are a list",
    { changes: '[{"field":"title","old":"Kappa-1","new":"Lambda-2"}]' },
    ["Kappa-1", "Lambda-2"],
  ],
  ["changes that are a text", { changes: '"Mu-3 became Nu-4"' }, ["Mu-3 became Nu-4"]],
  ["changes by other words", { changes: '{"title":{"old":"Xi-5","new":"Pi-6"}}' }, ["Xi-5", "Pi-6"]],
  ["changes that are new values", { changes: '{"title":"Rho-7"}' }, ["Rho-7"]],
  [
    "changes of both shapes",
    { changes: '{"title":{"from":"Sigma-8","to":"Tau-9"},"body":["Phi-1"]}' },
    ["Sigma-8", "Tau-9", "Phi-1"],
  ],
  ["changes with one side", { changes: '{"title":{"to":"Chi-2"}}' }, ["Chi-2"]],
  [
    "changes with more than both sides",
    { changes: '{"title":{"from":"Psi-3","to":"Omega-4","by":"Psi-5"}}' },
    ["Psi-3", "Omega-4", "Psi-5"],
  ],
  ["an actor of an unknown type", { actorType: "robot-x" }, ["robot-x"]],
];

describe.each(rows)("%s", (_, old, data) => {
  let inserted: Inserted;

  beforeAll(async () => {
    inserted = await insertOld({ resourceName: "Old thing", ...old });
  });

  it.each(["en", "ar"])("is told in every view, in %s", async (locale) => {
    const { list, found, page, summary } = await tell(inserted, locale);
    for (const text of [list, found, page]) {
      expect(text).toContain("Ana");
      expect(text).toContain("Old thing");
      expect(text).not.toMatch(/undefined|\[object|NaN/);
      expect(data.filter((part) => !text.includes(part))).toEqual([]);
    }
    expect(summary).toContain(old.action ?? "post.updated");
  });

  it("is in every export, for every viewer", async () => {
    for (const file of await exported(inserted)) {
      expect(file).toContain(inserted.id);
      expect(file).not.toMatch(/incomplete|BROKE OFF/);
      expect(data.filter((part) => !file.includes(part))).toEqual([]);
    }
  });
});

it("an unknown outcome is told as it is, where all fields are", async () => {
  const { page, list } = await tell(await insertOld({ outcome: "partial-9" }));
  expect(page).toContain("partial-9");
  expect(list).toContain("Ana");
});

it("a number is told as one", async () => {
  const { list, page } = await tell(await insertOld({ action: "gone.action", metadata: "1234567" }));
  expect(list).toContain("value1,234,567");
  expect(page).toContain("value1234567");
});

it("is found by its words", async () => {
  const { id, organizationId } = await insertOld({ metadata: '["Harbor"]', changes: '["Website"]' });
  for (const word of ["harbor", "website"]) {
    const { filter } = auditLogService.parseQuery(word, { timeZone: "UTC", now: new Date() });
    const { entries } = await auditLogService.search({ organizationId }, { filter });
    expect(entries.map((entry) => entry.id)).toEqual([id]);
  }
});

describe("of an action that reserves fields", () => {
  const secret = "canary-555";
  const shapes: [string, Old][] = [
    ["a list", { metadata: `[{"amount":"${secret}","person":{"phone":"${secret}"}}]` }],
    ["pairs", { metadata: `[["amount","${secret}"]]` }],
    ["a text", { metadata: `"${secret}"` }],
    ["changes as a list", { changes: `[{"field":"amount","to":"${secret}"}]` }],
    ["changes as a text", { changes: `"amount: ${secret}"` }],
    ["changes by other words", { changes: `{"person":{"old":{"phone":"${secret}"},"new":null}}` }],
    ["changes that are new values", { changes: `{"amount":"${secret}","person":{"phone":"${secret}"}}` }],
  ];

  it.each(shapes)("%s is for those alone who may see all of it", async (_, old) => {
    const inserted = await insertOld({ action: "card.charged", ...old });
    const { organizationId, resourceId, id } = inserted;
    const readAs = async (viewer: (typeof viewers)[number]) =>
      JSON.stringify([
        await auditLogService.getEntry({ organizationId }, { id, viewer }),
        await auditLogService.getForResource("post", resourceId, { viewer }),
        await auditLogService.search({ organizationId }, { viewer }),
      ]);
    expect((await readAs("operator")).split(secret).length).toBeGreaterThan(3);
    for (const viewer of ["member", "admin"] as const) {
      expect(await readAs(viewer)).not.toContain(secret);
      for (const format of exportFormats) {
        const { body } = await exportOf(organizationId, { format, viewer });
        const file = await new Response(body).text();
        expect(file).toContain(id);
        expect(file).not.toContain(secret);
      }
    }
  });
});

it("entries that differ in a reserved field alone are one run to whoever may not see it, and no page ends in it", async () => {
  const about = { resourceType: "card", resourceId: freshId("card"), actorId: "ana" };
  for (const amount of [1, 2, 3])
    await logAnything({ ...about, action: "card.charged", metadata: { amount } });
  await logAnything({ ...about, action: "card.closed" });
  const sizeFor = async (viewer: (typeof viewers)[number]) => {
    const page = { viewer, limit: 3, wholeRuns: true };
    return (await auditLogService.getForResource("card", about.resourceId, page)).entries.length;
  };
  expect([await sizeFor("operator"), await sizeFor("member")]).toEqual([3, 1]);
});
