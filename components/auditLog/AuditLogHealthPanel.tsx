import { CircleCheck, OctagonX, TriangleAlert, type IconNode } from "lucide";
import type { ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import { Icon } from "@/components/ui/icon";
import type { AuditLogHealth } from "@/modules/auditLog/auditLog.types";
import { adviceOn } from "@/modules/auditLog/errorCodes.types";
import { AuditLogTime } from "./AuditLogTime";

/** `id` is null where this release does not know the entry's shape. */
type DeadLetter = { id: string | null; code: string; at: string };

type PanelProps = {
  health: AuditLogHealth;
  /** Of entries that the database refused: which, why and when; nothing of what they hold. */
  deadLetters: readonly DeadLetter[];
};

type State = { icon: IconNode; title: string; explain: (health: AuditLogHealth) => string };

const maxDeadLetters = 20;
const number = new Intl.NumberFormat("en");
const megabytes = new Intl.NumberFormat("en", {
  style: "unit",
  unit: "megabyte",
  maximumFractionDigits: 1,
});

const states: Record<AuditLogHealth["status"], State> = {
  ok: {
    icon: CircleCheck,
    title: "In order",
    explain: () => "Entries are stored as they happen.",
  },
  degraded: {
    icon: TriangleAlert,
    title: "Delayed",
    explain: ({ spooled, dead, spool }) =>
      [
        "No entry is lost.",
        spooled > 0 && "Some wait on disk and are stored by themselves once the database takes them.",
        dead > 0 &&
          "Some the database refused; they are kept as dead letters until somebody hands them over again.",
        spooled + dead === 0 && "The database does not take entries just now: new ones wait on disk.",
        spool.bytes > spool.maxBytes / 2 && "More than half of the room on disk is used.",
      ]
        .filter(Boolean)
        .join(" "),
  },
  failing: {
    icon: OctagonX,
    title: "Failing",
    explain: ({ dropped }) =>
      dropped > 0
        ? "Some entries could neither be stored nor put on disk. Each is one sealed line in the application’s log, audit_log.entry_dropped: npm run audit -- replay takes it back."
        : "Entries can neither be stored nor put on disk now.",
  },
};

/** For platform administrators: what state delivery is in, what waits or was refused, why, and what to do. */
export function AuditLogHealthPanel({ health, deadLetters }: PanelProps) {
  const { oldestWaiting, lastError } = health;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 text-sm" data-audit-log-health={health.status}>
      <StateOf health={health} />
      <Counts health={health} />
      {oldestWaiting && (
        <p>
          The oldest entry that waits was put on disk <AuditLogTime at={new Date(oldestWaiting)} />.
        </p>
      )}
      {lastError && <LastError {...lastError} />}
      {deadLetters.length > 0 && <DeadLetters deadLetters={deadLetters} />}
    </div>
  );
}

function StateOf({ health }: Pick<PanelProps, "health">) {
  const { icon, title, explain } = states[health.status];
  return (
    <Alert variant={health.status === "failing" ? "destructive" : "default"}>
      <p className="font-semibold">
        <Icon className="me-1.5 inline-block align-[-0.125em]" node={icon} />
        {title}
      </p>
      <p className="mt-1">{explain(health)}</p>
    </Alert>
  );
}

function Counts({ health }: Pick<PanelProps, "health">) {
  const { accepted, stored, spooled, dead, dropped, pending, spool } = health;
  const room = `${toMegabytes(spool.bytes)} of ${toMegabytes(spool.maxBytes)}`;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <p className="text-muted-foreground">Since this process started, with what it took over from others:</p>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-2 sm:grid-cols-4">
        <Term name="Accepted">{number.format(accepted)}</Term>
        <Term name="Stored">{number.format(stored)}</Term>
        <Term name="Waiting on disk">{number.format(spooled)}</Term>
        <Term name="Refused">{number.format(dead)}</Term>
        <Term name="Dropped">{number.format(dropped)}</Term>
        <Term name="Under way">{number.format(pending)}</Term>
        <Term name="Disk used">{room}</Term>
      </dl>
    </div>
  );
}

function Term({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="font-medium tabular-nums">{children}</dd>
    </div>
  );
}

function LastError({ code, at }: { code: string; at: string }) {
  const { meaning, remedy } = adviceOn(code);
  return (
    <div>
      <h3 className="font-semibold">Last error</h3>
      <p>
        <code>{code}</code> <AuditLogTime at={new Date(at)} />
      </p>
      <p>
        {meaning} {remedy}
      </p>
    </div>
  );
}

function DeadLetters({ deadLetters }: Pick<PanelProps, "deadLetters">) {
  const more = deadLetters.length - maxDeadLetters;
  return (
    <div>
      <h3 className="font-semibold">Dead letters</h3>
      <p className="text-muted-foreground">
        Once the cause is mended, npm run audit -- replay --dead-letters hands them over again.
      </p>
      <ul className="divide-y">
        {deadLetters.slice(0, maxDeadLetters).map(({ id, code, at }, position) => (
          // oxlint-disable-next-line react/no-array-index-key -- one may be there twice after a crash
          <li className="flex flex-wrap gap-x-3 py-2" key={position}>
            <code className="min-w-0 break-all">{id ?? "unknown id"}</code>
            <span>
              <code>{code}</code>: {adviceOn(code).meaning}
            </span>
            <AuditLogTime at={new Date(at)} />
          </li>
        ))}
      </ul>
      {more > 0 && <p>And {number.format(more)} more: npm run audit -- health lists them all.</p>}
    </div>
  );
}

function toMegabytes(bytes: number): string {
  return megabytes.format(bytes / 2 ** 20);
}
