import { seal } from "./seal";
import type { SpoolAlert, SpoolRecord } from "./spool/spool";

/**
 * The last resort: neither the database nor the disk took an entry. One line of JSON on stderr has it, sealed,
 * so that no value of it is readable there; `npm run audit -- replay` takes the line back.
 */
export function reportDropped(record: SpoolRecord, code: string): void {
  tell("audit_log.entry_dropped", { id: record.entry.id, code, entry: sealed(record) });
}

/** An entry that shares the fate of its transaction, which can't commit any more. There is nothing to take back. */
export function reportWithdrawn(id: string, code: string): void {
  tell("audit_log.entry_withdrawn", { id, code });
}

/** An entry that could not even be made: a fault of this module. */
export function reportUnmade(id: string, code: string): void {
  tell("audit_log.entry_dropped", { id, code });
}

export function reportUnavailable(code: string): void {
  tell("audit_log.database_unavailable", { code });
}

export function reportAvailable(): void {
  tell("audit_log.database_available", {});
}

export function reportAlert(alert: SpoolAlert): void {
  tell("audit_log.spool_alert", alert);
}

function sealed(record: SpoolRecord): string | undefined {
  try {
    return seal(record);
  } catch {
    return undefined;
  }
}

function tell(event: string, details: object): void {
  try {
    console.error(JSON.stringify({ level: "error", event, ...details }));
  } catch {
    // A console that throws is the caller's own; there is nobody left to tell.
  }
}
