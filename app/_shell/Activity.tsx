import { Suspense } from "react";
import type { SearchParams } from "@/app/_forms/notice";
import { AuditLogList } from "@/components/auditLog/AuditLogList";
import { AuditLogSkeleton } from "@/components/auditLog/AuditLogSkeleton";
import { Section } from "./Section";

type ActivityProps = {
  resourceType: string;
  resourceId: string;
  organizationId: string;
  cursor: string | null;
};

/** What happened to the page's resource, streamed in below everything else. */
export function Activity(props: ActivityProps) {
  return (
    <Section title="Activity">
      <Suspense fallback={<AuditLogSkeleton />}>
        <AuditLogList limit={25} {...props} />
      </Suspense>
    </Section>
  );
}

/** The feed's place, as its "older" link puts it into the query string. */
export function readCursor({ cursor }: SearchParams): string | null {
  return typeof cursor === "string" ? cursor : null;
}
