import { Icon } from "@/components/ui/icon";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { AuditLogChanges } from "./AuditLogChanges";
import { AuditLogTime } from "./AuditLogTime";
import { actorLabel, impersonatorLabel, initials, resourceLabel } from "./labels";
import { toSentence, type SentencePart } from "./sentence";
import { verbIcon } from "./verbIcon";

const outcomeLabels = new Map([
  ["failure", "Failed"],
  ["denied", "Denied"],
]);

type ItemProps = { entry: AuditLogEntry; actorHref?: (actorId: string) => string };

/** One entry: who, what, when, and what it changed. */
export function AuditLogItem({ entry, actorHref }: ItemProps) {
  const outcome = outcomeLabels.get(entry.outcome);
  return (
    <li className="flex gap-3 py-3" data-entry-id={entry.id}>
      <Avatar name={impersonatorLabel(entry) ?? actorLabel(entry)} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-col gap-x-4 sm:flex-row sm:items-baseline">
          <p className="min-w-0 flex-1 break-words">
            <Icon
              className="text-muted-foreground me-1.5 inline-block align-[-0.125em]"
              node={verbIcon(entry.action)}
            />
            {toSentence(entry).map((part, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- a sentence's parts never change places
              <Part actorHref={actorHref} entry={entry} key={at} part={part} />
            ))}
            {outcome && (
              <span className="ms-2 rounded border px-1.5 py-0.5 text-xs font-medium">{outcome}</span>
            )}
          </p>
          <AuditLogTime at={entry.createdAt} />
        </div>
        {entry.changes && <AuditLogChanges changes={entry.changes} />}
      </div>
    </li>
  );
}

function Part({ entry, part, actorHref }: ItemProps & { part: SentencePart }) {
  if (typeof part === "string") return part;
  if (part.slot === "resource") return <Name>{resourceLabel(entry)}</Name>;
  return <Actor actorHref={actorHref} entry={entry} />;
}

function Actor({ entry, actorHref }: ItemProps) {
  const impersonator = impersonatorLabel(entry);
  const name = (
    <>
      {impersonator && <Name>{impersonator}</Name>}
      {impersonator && " as "}
      <Name>{actorLabel(entry)}</Name>
    </>
  );
  if (!actorHref || entry.actorId === null) return name;
  return (
    <a className="underline-offset-4 hover:underline" href={actorHref(entry.actorId)}>
      {name}
    </a>
  );
}

/** `dir` also keeps the name's own writing direction from turning the sentence around it. */
function Name({ children }: { children: string }) {
  return (
    <strong className="font-medium" dir="auto">
      {children}
    </strong>
  );
}

function Avatar({ name }: { name: string }) {
  return (
    <span
      aria-hidden="true"
      className="bg-muted text-foreground flex size-8 shrink-0 items-center justify-center rounded-full text-xs font-medium"
    >
      {initials(name)}
    </span>
  );
}
