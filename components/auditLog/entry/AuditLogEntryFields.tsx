import type { ReactNode } from "react";
import type { Display } from "@/components/auditLog/display";
import { formatsOf } from "@/components/auditLog/formats";
import { linksOf, toSafeHref, type EntryLinks } from "@/components/auditLog/links";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { Code, Field, Linked, Named } from "./EntryField";
import { EntryInstants } from "./EntryInstants";
import { entryTexts } from "./texts";

type FieldsProps = {
  entry: AuditLogEntry;
  links: EntryLinks;
  /** Where other entries of its request are searched for. */
  requestHref?: string | null;
  /** What the entry's organization is called now; null where nobody knows. */
  organizationName: string | null;
  display?: Display;
};

/** Every field of one entry but its changes and metadata, by name. Ids stand whole, to be copied. */
export async function AuditLogEntryFields({ entry, requestHref = null, ...rest }: FieldsProps) {
  const links = await linksOf(() => Promise.resolve(rest.links), [entry]);
  const searchHref = toSafeHref(requestHref);
  const formats = formatsOf(rest.display);
  const texts = entryTexts(formats);
  const permalink = links.entry?.(entry) ?? null;
  const recorded = (value: string | null) => (value === null ? texts.notRecorded : <Code>{value}</Code>);
  return (
    <dl className="divide-y text-sm" dir={formats.text.direction} lang={formats.locale}>
      <Field name={texts.id}>
        <Code>{entry.id}</Code>
      </Field>
      <EntryInstants entry={entry} formats={formats} />
      <Field name={texts.action}>
        <Code>{entry.action}</Code>
      </Field>
      <Field name={texts.outcome}>{texts.outcomes.get(entry.outcome) ?? <Code>{entry.outcome}</Code>}</Field>
      <People entry={entry} links={links} texts={texts} />
      <Field name={texts.resource}>
        <Named href={links.resource(entry)} name={entry.resourceName ?? texts.noName} />
        <Code>{entry.resourceType}</Code>
        <Code>{entry.resourceId}</Code>
      </Field>
      <Field name={texts.organization}>
        {entry.organizationId === null ? (
          texts.platform
        ) : (
          <Organization id={entry.organizationId} name={rest.organizationName ?? texts.noName} />
        )}
      </Field>
      <Field name={texts.ip}>{recorded(entry.ip)}</Field>
      <Field name={texts.userAgent}>{recorded(entry.userAgent)}</Field>
      <Field name={texts.requestId}>
        {recorded(entry.requestId)}
        {entry.requestId !== null && searchHref !== null && (
          <Linked href={searchHref}>{texts.sameRequest}</Linked>
        )}
      </Field>
      {permalink !== null && (
        <Field name={texts.permalink}>
          <Linked href={permalink}>
            <Code>{permalink}</Code>
          </Linked>
        </Field>
      )}
    </dl>
  );
}

type PeopleProps = { entry: AuditLogEntry; links: EntryLinks; texts: ReturnType<typeof entryTexts> };

function People({ entry, links, texts }: PeopleProps): ReactNode {
  const { actorType, actorId, actorName, impersonatorId, impersonatorName } = entry;
  return (
    <>
      <Field name={texts.actor}>
        <Named href={links.actor(entry)} name={actorName ?? texts.noName} />
        <Code>{actorType}</Code>
        {actorId !== null && <Code>{actorId}</Code>}
      </Field>
      {(impersonatorId !== null || impersonatorName !== null) && (
        <Field name={texts.impersonator}>
          <Named href={links.impersonator?.(entry) ?? null} name={impersonatorName ?? texts.noName} />
          {impersonatorId !== null && <Code>{impersonatorId}</Code>}
        </Field>
      )}
    </>
  );
}

function Organization({ id, name }: { id: string; name: string }) {
  return (
    <>
      <Named href={null} name={name} />
      <Code>{id}</Code>
    </>
  );
}
