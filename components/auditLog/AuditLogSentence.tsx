import type { ReactElement } from "react";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import type { Formats } from "./formats";
import { actorLabel, impersonatorLabel, resourceLabel } from "./labels";
import type { EntryLinks } from "./links";
import type { SentencePart } from "./sentence";
import { formatParts, Value } from "./text/message";

type Context = { entry: AuditLogEntry; formats: Formats; links: EntryLinks };

/** A sentence with its names, as links where they lead somewhere. */
export function AuditLogSentence({ parts, ...context }: Context & { parts: readonly SentencePart[] }) {
  return parts.map((part, at) => (
    // oxlint-disable-next-line react/no-array-index-key -- a sentence's parts never change places
    <Part {...context} key={at} part={part} />
  ));
}

function Part({ part, ...context }: Context & { part: SentencePart }) {
  if (typeof part === "string") return part;
  if (part instanceof Value) return <bdi>{part.text}</bdi>;
  if (part.slot === "actor") return <Actor {...context} />;
  const { entry, formats, links } = context;
  return <Name href={links.resource(entry)}>{resourceLabel(entry, formats)}</Name>;
}

function Actor({ entry, formats, links }: Context) {
  const actor = (
    <Name href={links.actor(entry)} key="actor">
      {actorLabel(entry, formats)}
    </Name>
  );
  const impersonatorName = impersonatorLabel(entry, formats);
  if (impersonatorName === null) return actor;
  const impersonator = (
    <Name href={links.impersonator?.(entry) ?? null} key="impersonator">
      {impersonatorName}
    </Name>
  );
  const values = { actor, impersonator };
  return formatParts<ReactElement>(formats.text.as, { language: formats.language, values });
}

/** `dir` keeps the name's own writing direction from turning the sentence around it. */
function Name({ children, href }: { children: string; href: string | null }) {
  if (href === null)
    return (
      <strong className="font-medium" dir="auto">
        {children}
      </strong>
    );
  return (
    <a
      className="decoration-muted-foreground/60 font-medium underline decoration-1 underline-offset-4 hover:decoration-current"
      dir="auto"
      href={href}
    >
      {children}
    </a>
  );
}
