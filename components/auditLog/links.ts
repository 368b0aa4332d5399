import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";

type Href = (entry: AuditLogEntry) => string | null;

/** Where an entry's names lead; null: nowhere, and the name stands there plain. */
export type EntryLinks = {
  actor: Href;
  /** The real person behind an impersonated session. */
  impersonator?: Href;
  resource: Href;
  /** The entry's own page, which its time leads to. */
  entry?: Href;
};

/** Looks up once what a page's entries link to. */
export type ResolveLinks = (entries: readonly AuditLogEntry[]) => Promise<EntryLinks>;

const none = () => null;
export const noLinks: EntryLinks = { actor: none, resource: none };

/** The page's links, each safe to follow. Where they can't be resolved, names stand there plain. */
export async function linksOf(
  resolve: ResolveLinks | undefined,
  entries: readonly AuditLogEntry[],
): Promise<EntryLinks> {
  if (!resolve || entries.length === 0) return noLinks;
  try {
    const { actor, impersonator = none, resource, entry = none } = await resolve(entries);
    return {
      actor: safely(actor),
      impersonator: safely(impersonator),
      resource: safely(resource),
      entry: safely(entry),
    };
  } catch {
    reportFailure();
    return noLinks;
  }
}

function safely(href: Href): Href {
  return (entry) => {
    try {
      return toSafeHref(href(entry));
    } catch {
      reportFailure();
      return null;
    }
  };
}

// Browsers drop tabs and line ends out of an address, and read a backslash as a slash.
const safe = /^(?:[?#]|\/(?!\/)|https?:\/\/)[^\s\\\p{Cc}]*$/u;

/** The address if it leads to a page, of this site or another; null for scripts, data and `//elsewhere`. */
export function toSafeHref(href: string | null): string | null {
  return href !== null && safe.test(href) ? href : null;
}

const mark = "the-newest-page";

/** The address of the first page: that of an older one without its cursor; null where there is none in it. */
export function newestHref(olderHref: (cursor: string) => string): string | null {
  const [address = "", fragment] = olderHref(mark).split("#");
  const [path = "", query = ""] = address.split("?");
  const parameters = query.split("&");
  const others = parameters.filter((parameter) => !parameter.endsWith(`=${mark}`));
  if (others.length === parameters.length) return null;
  const search = others.length > 0 || path === "" ? `?${others.join("&")}` : "";
  return toSafeHref(`${path}${search}${fragment === undefined ? "" : `#${fragment}`}`);
}

function reportFailure(): void {
  console.error(JSON.stringify({ level: "error", event: "audit_log.links_failed" }));
}
