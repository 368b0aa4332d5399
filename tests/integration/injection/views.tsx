import type { ReactNode } from "react";
import { consoleLinks } from "@/app/_shell/links";
import { ActiveTerms } from "@/app/admin/audit/_console/ActiveTerms";
import { Results } from "@/app/admin/audit/_console/Results";
import { SearchPanel } from "@/app/admin/audit/_console/SearchPanel";
import { Timeline } from "@/app/admin/audit/_console/Timeline";
import { WindowBar } from "@/app/admin/audit/_console/WindowBar";
import { hrefOf } from "@/app/admin/audit/_console/address";
import type { ConsoleState } from "@/app/admin/audit/_console/readConsole";
import { consoleHref } from "@/app/admin/audit/_history/consoleHref";
import { ExportItem } from "@/app/admin/audit/exports/ExportItem";
import { AuditLogFeed } from "@/components/auditLog/AuditLogFeed";
import { AuditLogList } from "@/components/auditLog/AuditLogList";
import { AuditLogLive } from "@/components/auditLog/AuditLogLive";
import type { Display } from "@/components/auditLog/display";
import { AuditLogChangesTable } from "@/components/auditLog/entry/AuditLogChangesTable";
import { AuditLogEntryFields } from "@/components/auditLog/entry/AuditLogEntryFields";
import { AuditLogEntryMetadata } from "@/components/auditLog/entry/AuditLogEntryMetadata";
import { AuditLogEntrySentence } from "@/components/auditLog/entry/AuditLogEntrySentence";
import { AuditLogRawJson } from "@/components/auditLog/entry/AuditLogRawJson";
import { AuditLogSummary } from "@/components/auditLog/history/AuditLogSummary";
import { liveTexts } from "@/components/auditLog/liveTexts";
import type { Actor } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { termFields } from "@/modules/auditLog/search/search.types";
import { toHtml } from "@/tests/unit/renderSupport";
import type { Scene } from "./scene";

/** Somebody who may see everything there is. */
const reader: Actor = {
  type: "user",
  id: "0191a000-0000-7000-8000-00000000000a",
  name: "Reader",
  email: "reader@example.com",
  organizationId: null,
  organizationRole: null,
  platformRole: "admin",
  impersonator: null,
};

const operator = { viewer: "operator" } as const;

/** Every view of the log, of entries that say a text wherever they can; as HTML, by name. */
export async function renderViews(text: string, scene: Scene): Promise<Record<string, string>> {
  const { entries } = await auditLogService.getForResource("post", scene.postId, { ...operator, limit: 100 });
  const views: Record<string, ReactNode> = {
    ...consoleViews(text, scene),
    ...summaries(text, scene),
    ...exportsView(text),
  };
  for (const locale of ["en", "ar"]) {
    const display = { locale, timeZone: "Asia/Kathmandu" };
    Object.assign(views, feeds(text, { scene, display }));
    // The newest is of a known action, and the two oldest of none.
    for (const [at, entry] of [entries[0], ...entries.slice(-2)].entries())
      if (entry) views[`entry ${at} ${locale}`] = await entryView(text, { entry, display });
  }
  const rendered = Object.entries(views).map(async ([name, view]) => [name, await toHtml(view)] as const);
  return Object.fromEntries(await Promise.all(rendered));
}

function feeds(
  text: string,
  { scene: { postId, organizationId }, display }: { scene: Scene; display: Display },
) {
  const list = { resourceType: "post", resourceId: postId, display, limit: 100, cursor: null };
  const lead = () => text;
  return {
    [`member's feed ${display.locale}`]: (
      <AuditLogList {...list} olderHref={(cursor) => `?${text}=${cursor}`} />
    ),
    [`operator's feed ${display.locale}`]: (
      <AuditLogList
        {...list}
        {...operator}
        limit={20}
        links={consoleLinks(reader)}
        olderHref={(older) => hrefOf(text, older)}
      />
    ),
    [`feed that leads astray ${display.locale}`]: (
      <AuditLogFeed
        display={display}
        links={() => Promise.resolve({ actor: lead, impersonator: lead, resource: lead, entry: lead })}
        load={() => auditLogService.search({ organizationId }, operator)}
      />
    ),
  };
}

async function entryView(text: string, { entry, display }: { entry: AuditLogEntry; display: Display }) {
  const links = await consoleLinks(reader)([entry]);
  const requestHref = consoleHref({ field: "request", value: entry.requestId ?? text });
  const lead = () => text;
  const astray = { actor: lead, impersonator: lead, resource: lead, entry: lead };
  return (
    <>
      <AuditLogEntrySentence display={display} entry={entry} links={links} />
      <AuditLogEntryFields
        display={display}
        entry={entry}
        links={links}
        organizationName={text}
        requestHref={requestHref}
      />
      <AuditLogEntrySentence display={display} entry={entry} links={astray} />
      <AuditLogEntryFields
        display={display}
        entry={entry}
        links={astray}
        organizationName={text}
        requestHref={text}
      />
      <AuditLogChangesTable changes={entry.changes} display={display} />
      <AuditLogEntryMetadata display={display} metadata={entry.metadata} />
      <AuditLogRawJson display={display} entry={entry} />
    </>
  );
}

function summaries(text: string, { impersonatorId }: Scene) {
  const summary = (locale: string) => (
    <AuditLogSummary
      display={{ locale, timeZone: "UTC" }}
      load={() =>
        auditLogService.summarizeActor({ allOrganizations: true }, { ...operator, actorId: impersonatorId })
      }
      rankings={[
        { of: "actions", href: (action) => consoleHref({ field: "action", value: action }) },
        { of: "actors", href: (actor) => consoleHref({ field: "actor", value: actor }) },
        { of: "addresses" },
      ]}
    />
  );
  return { "summary en": summary("en"), "summary ar": summary("ar") };
}

/** An export whose line is the text, as it stands on the page of exports. */
function exportsView(text: string): Record<string, ReactNode> {
  const progress = {
    id: "0191a000-0000-7000-8000-00000000000b",
    format: "csv",
    query: text,
    requestedBy: reader.id,
    startedAt: new Date(),
    endedAt: new Date(),
    state: "broke_off",
    rows: 1,
    bytes: 1_000,
    code: "57P01",
  } as const;
  return { exports: <ExportItem display={{ locale: "en", timeZone: "UTC" }} progress={progress} /> };
}

const fields = [...termFields, "organization"] as const;

/** The console with a text as its line, and with that as the value of every field. */
function consoleViews(text: string, { organizationId }: Scene): Record<string, ReactNode> {
  const { withTerm, withWindow } = auditLogService;
  const lines = {
    typed: text,
    fields: withWindow(
      fields.reduce((line, field) => withTerm(line, { field, value: text }), ""),
      text,
    ),
    words: withTerm(withTerm("", { field: "words", value: text }), {
      field: "actor",
      value: text,
      isNot: true,
    }),
  };
  const views = Object.entries(lines).map<[string, ReactNode]>(([name, line]) => [
    `console ${name}`,
    consoleView(line, { text, organizationId }),
  ]);
  const live = liveTexts({ locale: text, timeZone: text });
  const src = `/api/audit/live?${new URLSearchParams({ resourceId: text }).toString()}`;
  const ofLive: Record<string, ReactNode> = {
    live: <AuditLogLive {...live} href={hrefOf(text)} src={src} />,
  };
  return Object.assign(ofLive, Object.fromEntries(views));
}

function consoleView(line: string, { text, organizationId }: { text: string; organizationId: string }) {
  const display = { locale: "en", timeZone: "Asia/Kathmandu" } as const;
  const now = new Date();
  const state: ConsoleState = {
    actor: reader,
    access: { scope: { organizationId }, viewer: "operator", scopeId: organizationId, canChoose: true },
    query: auditLogService.parseQuery(line, { timeZone: display.timeZone, now }),
    display,
    cursor: null,
    scopeName: text,
    now,
  };
  const isWrong = state.query.errors.length > 0;
  return (
    <>
      <SearchPanel {...state} />
      <ActiveTerms {...state} />
      <WindowBar {...state} />
      {!isWrong && <Timeline {...state} />}
      {!isWrong && <Results {...state} />}
    </>
  );
}
