import { Suspense } from "react";
import { readPreferences } from "@/app/_preferences/preferences";
import { consoleLinks } from "@/app/_shell/links";
import { Section } from "@/app/_shell/Section";
import { consoleHref } from "@/app/admin/audit/_history/consoleHref";
import { findOrganizationName } from "@/app/admin/audit/_history/organizationName";
import type { Reader } from "@/app/admin/audit/_history/reader";
import { AuditLogChangesTable } from "@/components/auditLog/entry/AuditLogChangesTable";
import { AuditLogEntryFields } from "@/components/auditLog/entry/AuditLogEntryFields";
import { AuditLogEntryMetadata } from "@/components/auditLog/entry/AuditLogEntryMetadata";
import { AuditLogEntrySentence } from "@/components/auditLog/entry/AuditLogEntrySentence";
import { AuditLogRawJson } from "@/components/auditLog/entry/AuditLogRawJson";
import { Card } from "@/components/ui/card";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { SameRequest } from "./SameRequest";

/** Everything of one entry, and what else happened in its request. */
export async function Entry({ entry, reader }: { entry: AuditLogEntry; reader: Reader }) {
  const [display, organizationName, links] = await Promise.all([
    readPreferences(),
    findOrganizationName(reader, entry.organizationId),
    consoleLinks(reader.actor)([entry]),
  ]);
  const { requestId } = entry;
  return (
    <>
      <Card>
        <AuditLogEntrySentence display={display} entry={entry} links={links} />
      </Card>
      {hasFields(entry.changes) && (
        <Section title="Changes">
          <AuditLogChangesTable changes={entry.changes} display={display} />
        </Section>
      )}
      <Section title="Fields">
        <AuditLogEntryFields
          display={display}
          entry={entry}
          links={links}
          organizationName={organizationName}
          requestHref={requestId === null ? null : consoleHref({ field: "request", value: requestId })}
        />
      </Section>
      {hasFields(entry.metadata) && (
        <Section title="Metadata">
          <AuditLogEntryMetadata display={display} metadata={entry.metadata} />
        </Section>
      )}
      <Section title="Raw JSON">
        <AuditLogRawJson display={display} entry={entry} />
      </Section>
      {requestId !== null && (
        <Suspense>
          <SameRequest display={display} entry={entry} reader={reader} />
        </Suspense>
      )}
    </>
  );
}

function hasFields(value: object | null): boolean {
  return value !== null && Object.keys(value).length > 0;
}
