import { Suspense } from "react";
import type { SearchParams } from "@/app/_forms/notice";
import { readPreferences } from "@/app/_preferences/preferences";
import { AuditLogSkeleton } from "@/components/auditLog/AuditLogSkeleton";
import type { OrganizationActor } from "@/modules/access/access.types";
import { LiveFeed } from "./LiveFeed";
import { feedLinks } from "./links";
import { Section } from "./Section";
import { viewerOf } from "./viewer";

type ActivityProps = {
  actor: OrganizationActor;
  resourceType: string;
  resourceId: string;
  query: SearchParams;
};

const anchor = "activity";

/** What happened to the page's resource, streamed in below everything else. */
export async function Activity({ actor, query, ...resource }: ActivityProps) {
  const display = await readPreferences();
  return (
    <Section id={anchor} title="Activity">
      <Suspense fallback={<AuditLogSkeleton display={display} />}>
        <LiveFeed
          {...resource}
          cursor={readCursor(query)}
          display={display}
          limit={25}
          links={feedLinks(actor, { type: resource.resourceType, id: resource.resourceId })}
          newestHref={`?${kept(query).toString()}`}
          olderHref={olderHref(query)}
          organizationId={actor.organizationId}
          viewer={viewerOf(actor)}
        />
      </Suspense>
    </Section>
  );
}

/** The feed's place, as its "older" link puts it into the query string. */
export function readCursor({ cursor }: SearchParams): string | null {
  return typeof cursor === "string" ? cursor : null;
}

// How a form went is told once.
const told = new Set(["form", "error", "fields", "cursor"]);

/** The page's own address with the feed further back: what else stands in the query string stays. */
export function olderHref(query: SearchParams): (cursor: string) => string {
  return (cursor) => `?${new URLSearchParams([...kept(query), ["cursor", cursor]]).toString()}#${anchor}`;
}

function kept(query: SearchParams): URLSearchParams {
  const pairs = Object.entries(query).filter(([name]) => !told.has(name));
  return new URLSearchParams(
    pairs.flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one])),
  );
}
