import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";

/**
 * A CloudEvent in the JSON event format, as https://github.com/cloudevents/spec (v1.0.2) defines it.
 * `authtype`, `authid` and `correlationid` are the specification's documented extensions, `tenantid` and
 * `outcome` are ours: lower-case letters and digits only, as extension names must be.
 */
export type CloudEvent = {
  specversion: "1.0";
  id: string;
  source: string;
  type: string;
  subject: string;
  time?: string;
  datacontenttype: "application/json";
  authtype?: string;
  authid?: string;
  tenantid?: string;
  correlationid?: string;
  outcome?: string;
  data: AuditLogEntry;
};

/** `source` names the producer: a URI reference, an absolute one if possible, e.g. the application's address. */
export type StandardOptions = { source: string };

/**
 * An entry as a CloudEvent. `type` is the source's host backwards, `audit` and the action
 * (`com.example.app.audit.post.deleted`; `audit.post.deleted` where the source has no host name), `subject` is
 * `<resource type>/<resource id>`, `data` the entry itself. There is no `dataschema`: an
 * application's metadata has no public address. Any entry gives a valid event; nothing is thrown.
 */
export function toCloudEvent(entry: AuditLogEntry, { source }: StandardOptions): CloudEvent {
  const event: CloudEvent = {
    specversion: "1.0",
    id: attributeOf(entry.id) ?? "unknown",
    source,
    type: allowed(typePrefix(source) + entry.action),
    subject: allowed(`${entry.resourceType}/${entry.resourceId}`),
    datacontenttype: "application/json",
    data: entry,
  };
  addContext(event, entry);
  return event;
}

// The JSON format writes an absent attribute as no member at all.
function addContext(event: CloudEvent, entry: AuditLogEntry): void {
  const time = timeOf(entry.createdAt);
  const authtype = authTypes.get(entry.actorType);
  const authid = authtype === undefined ? undefined : attributeOf(entry.actorId);
  const tenantid = attributeOf(entry.organizationId);
  const correlationid = attributeOf(entry.requestId);
  const outcome = attributeOf(entry.outcome);
  if (time !== undefined) event.time = time;
  if (authtype !== undefined) event.authtype = authtype;
  if (authid !== undefined) event.authid = authid;
  if (tenantid !== undefined) event.tenantid = tenantid;
  if (correlationid !== undefined) event.correlationid = correlationid;
  if (outcome !== undefined) event.outcome = outcome;
}

/** The kinds that the Auth Context extension names; for any other its attributes are left out. */
const authTypes = new Map([
  ["user", "app_user"],
  ["api_key", "api_key"],
  ["service", "service_account"],
  ["system", "system"],
]);

let lastPrefix = { source: "", prefix: "audit." };

// One export has one source, and parsing it takes longer than all the rest.
function typePrefix(source: string): string {
  if (lastPrefix.source !== source) lastPrefix = { source, prefix: `${reversedHost(source)}audit.` };
  return lastPrefix.prefix;
}

function reversedHost(source: string): string {
  const host = URL.canParse(source) ? new URL(source).hostname : "";
  return /^(?!\d+\.)[\w-]+(\.[\w-]+)+$/.test(host) ? `${host.split(".").toReversed().join(".")}.` : "";
}

/** RFC 3339 has years of four digits. */
function timeOf(date: Date): string | undefined {
  const time = date.getTime();
  return time >= -62_167_219_200_000 && time < 253_402_300_800_000 ? date.toISOString() : undefined;
}

function attributeOf(value: string | null): string | undefined {
  return value ? allowed(value) : undefined;
}

// What an attribute's string must not hold: control characters, noncharacters, lone surrogates (spec 3.1).
const disallowed = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu;

const plain = /^[ -~]*$/;

function allowed(text: string): string {
  return plain.test(text) ? text : text.replaceAll(disallowed, "\uFFFD");
}
