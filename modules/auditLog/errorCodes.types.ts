/** What an error code of delivery means, and what to do about it: for whoever is woken by it. */
export type CodeAdvice = { meaning: string; remedy: string };

const unreachable = {
  meaning: "The database can’t be reached.",
  remedy: "Start it, or correct DATABASE_URL. What waits on disk is stored by itself once it answers.",
};
const refused = {
  meaning: "The database refuses the application’s user or password.",
  remedy: "Correct DATABASE_URL, or the role in the database.",
};
const restarting = {
  meaning: "The database is starting, stopping or was told to end the connection.",
  remedy: "Wait for it to be back; nothing else is needed.",
};
const olderTable = {
  meaning: "The audit log’s tables or functions are not those of this release.",
  remedy: "Run npm run db:migrate as the tables’ owner. What waits on disk is stored by itself then.",
};
const noSpace = {
  meaning: "The disk is full.",
  remedy:
    "Free space where the message says it is missing: at AUDIT_LOG_SPOOL_DIR, or on the database’s server.",
};
const unwritable = {
  meaning: "The spool folder can’t be written.",
  remedy:
    "Give the application’s user the right to write in AUDIT_LOG_SPOOL_DIR, on a disk that isn’t read-only.",
};
const noFolder = {
  meaning: "There is no usable spool folder.",
  remedy: "Set AUDIT_LOG_SPOOL_DIR to a folder on a disk that is there and stays after a restart.",
};
const poison = {
  meaning: "The database refuses what this entry holds.",
  remedy: "The entry is kept. Report the code; after the mend run npm run audit -- replay --dead-letters.",
};

// SQLSTATEs: https://www.postgresql.org/docs/18/errcodes-appendix.html
const byCode = new Map<string, CodeAdvice>(
  Object.entries({
    CONNECT_TIMEOUT: unreachable,
    CONNECTION_CLOSED: unreachable,
    CONNECTION_DESTROYED: unreachable,
    CONNECTION_ENDED: unreachable,
    EAI_AGAIN: unreachable,
    ECONNREFUSED: unreachable,
    ECONNRESET: unreachable,
    EHOSTUNREACH: unreachable,
    ENETUNREACH: unreachable,
    ENOTFOUND: unreachable,
    EPIPE: unreachable,
    ETIMEDOUT: unreachable,
    SPOOL_TAKEN: { ...unwritable, meaning: "The spool’s files are taken away again and again." },
    RECORD_TOO_LARGE: { ...poison, meaning: "The entry is larger than the spool takes." },
    TIMEOUT: {
      meaning: "The database took longer than an entry may wait.",
      remedy: "Look for what keeps it busy: long transactions, locks, a slow disk.",
    },
    "23514": {
      meaning: "No partition takes the entry, or a check refuses it.",
      remedy:
        "Restart the application, which makes missing partitions, and see that the default partition is there.",
    },
    "25006": {
      meaning: "The database is read-only, as a standby is.",
      remedy: "Point DATABASE_URL at the primary.",
    },
    "25P03": {
      meaning: "The database ended a transaction that had been idle for too long.",
      remedy: "Look for what held it up; an export is to be started again.",
    },
    "28000": refused,
    "28P01": refused,
    "3D000": {
      meaning: "The database in DATABASE_URL does not exist.",
      remedy: "Create it, or correct the name.",
    },
    "42501": {
      meaning: "The application’s role may not add entries.",
      remedy: "Run select audit_log_grant('the_role') as the tables’ owner.",
    },
    "42703": { ...olderTable, meaning: "A column of the audit log is missing." },
    "42883": { ...olderTable, meaning: "A function of the audit log is missing." },
    "42P01": { ...olderTable, meaning: "A table of the audit log is missing." },
    "53100": noSpace,
    "53300": {
      meaning: "The database has no connection left.",
      remedy: "End some, or raise its max_connections.",
    },
    "55P03": {
      meaning: "The audit table is locked.",
      remedy:
        "Look in pg_stat_activity for who holds the lock: a migration, VACUUM FULL, a forgotten transaction.",
    },
    "57014": {
      meaning: "A statement was canceled, or ran into its time limit.",
      remedy: "Look for what keeps the database busy: locks, long transactions, a slow disk.",
    },
    "57P01": restarting,
    "57P02": restarting,
    "57P03": restarting,
    EACCES: unwritable,
    EPERM: unwritable,
    EROFS: unwritable,
    ENOENT: noFolder,
    ENOTDIR: noFolder,
    EDQUOT: noSpace,
    ENOSPC: noSpace,
    EIO: {
      meaning: "The spool’s disk fails.",
      remedy: "Move AUDIT_LOG_SPOOL_DIR to another disk and restart; save the folder’s files first.",
    },
    EMFILE: {
      meaning: "The process has no file handle left.",
      remedy: "Raise the limit (ulimit -n), or look for what holds so many.",
    },
    QUEUE_FULL: {
      meaning: "More entries came at once than the database took.",
      remedy: "Look for what keeps it busy; what waits on disk is stored by itself.",
    },
    EXIT: {
      meaning: "The process ended before the database had answered.",
      remedy: "Nothing: the next process stores what was put on disk.",
    },
    STALLED: {
      meaning: "Nothing was read of the file for a minute.",
      remedy: "Start the export again, and read it without a pause.",
    },
    STOPPED: {
      meaning: "The server was stopped.",
      remedy: "Start the export again once the server is back.",
    },
    TRANSACTION_UNKNOWN: {
      meaning: "It can’t be told any more whether the entry’s transaction was committed.",
      remedy: "See whether what the entry tells of did happen. It is kept as a dead letter.",
    },
    UNKNOWN_SHAPE: {
      meaning: "The entry was written by another release, and this one does not know its shape.",
      remedy: "It is kept. Run npm run audit -- replay --dead-letters with the later release.",
    },
    SPOOL_TIMEOUT: {
      meaning: "The disk took longer than an entry may wait.",
      remedy: "Look for what keeps the disk at AUDIT_LOG_SPOOL_DIR busy, or move the folder to another.",
    },
    SPOOL_BUSY: {
      meaning: "The disk takes entries slower than they come, so that new ones are dropped.",
      remedy: "Look for what keeps the disk at AUDIT_LOG_SPOOL_DIR busy, or move the folder to another.",
    },
    SPOOL_FULL: {
      meaning: "The spool has reached its size limit, so that new entries are dropped.",
      remedy:
        "Bring the database back: that empties it. Until then raise AUDIT_LOG_SPOOL_MAX_MB and restart.",
    },
  }),
);

const byClass = new Map<string, CodeAdvice>(
  Object.entries({
    "08": unreachable,
    "22": poison,
    "23": poison,
    "28": refused,
    "42": olderTable,
    "44": poison,
    "53": {
      meaning: "The database’s server is out of memory, disk or connections.",
      remedy: "Free some on the server.",
    },
    "54": poison,
    "57": restarting,
    P0: poison,
  }),
);

const unknown = {
  meaning: "An error that has no explanation here.",
  remedy: "Look the code up in the Postgres or operating system manual, and in the server’s own log.",
};

export function adviceOn(code: string): CodeAdvice {
  const sqlClass = /^[0-9A-Z]{5}$/.test(code) && /\d/.test(code) ? code.slice(0, 2) : "";
  return byCode.get(code) ?? byClass.get(sqlClass) ?? unknown;
}
