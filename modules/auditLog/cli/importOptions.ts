import { parseArgs } from "node:util";
import type {
  ImportMapping,
  ImportRequest,
  ImportSource,
  MappedField,
} from "@/modules/auditLog/import/import.types";
import { requireField } from "@/modules/auditLog/import/mapping";
import { UsageError, type Terminal } from "./command";

/** What was asked for. */
export type ImportCall = {
  request: Pick<ImportRequest, "source" | "name" | "mapping" | "organizationId" | "timeZone" | "again">;
  isPreview: boolean;
  /** Where refused rows are noted; undefined: the first one ends the import. */
  skipBad: string | undefined;
};

const several = { type: "string", multiple: true, default: [] as string[] } as const;

const options = {
  table: { type: "string" },
  from: { type: "string" },
  key: { type: "string" },
  map: several,
  set: several,
  rename: several,
  rest: { type: "boolean", default: false },
  organization: { type: "string" },
  "time-zone": { type: "string" },
  name: { type: "string" },
  again: { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  "skip-bad": { type: "string" },
} as const;

type Values = ReturnType<typeof parse>["values"];

function parse(args: string[]) {
  return parseArgs({ args, options, allowPositionals: true });
}

/** @throws UsageError */
export function readCall(args: string[], { input }: Pick<Terminal, "input">): ImportCall {
  const { values, positionals } = parse(args);
  const source = readSource(values, { files: positionals, input });
  if (values.name === undefined && source.kind === "ndjson" && typeof source.input !== "string")
    throw new UsageError("Give what comes from standard input a --name.");
  const mapping = readMapping(values);
  return {
    request: {
      source,
      ...(values.name !== undefined && { name: values.name }),
      again: values.again,
      ...(mapping && { mapping }),
      ...(values.organization !== undefined && { organizationId: organizationOf(values.organization) }),
      ...(values["time-zone"] !== undefined && { timeZone: values["time-zone"] }),
    },
    isPreview: values["dry-run"],
    skipBad: values["skip-bad"],
  };
}

type Given = { files: readonly string[] } & Pick<Terminal, "input">;

function readSource({ table, from, key }: Values, { files, input }: Given): ImportSource {
  const [file, another] = files;
  if (another !== undefined || (file !== undefined && table !== undefined))
    throw new UsageError("Name one file, or one --table.");
  if (table !== undefined) {
    const columns = key?.split(",").map((column) => column.trim());
    return {
      kind: "table",
      table,
      ...(from && { from: requireUrl(from) }),
      ...(columns && { key: columns }),
    };
  }
  if (from !== undefined || key !== undefined) throw new UsageError("--from and --key go with --table.");
  if (file !== undefined && file !== "-") return { kind: "ndjson", input: file };
  if (input.isTTY)
    throw new UsageError("Name a file or a --table, or give it lines: `import --name old < old.ndjson`.");
  return { kind: "ndjson", input };
}

function requireUrl(from: string): string {
  if (!/^postgres(ql)?:\/\//.test(from))
    throw new UsageError("--from takes a URL that starts with postgres:// or postgresql://.");
  if (isUrl(from)) return from;
  throw new UsageError(
    "--from is no URL that can be read: write what is special in a name or a password as %40, %2F, %25 and so on.",
  );
}

/** As the driver reads it: with its parts decoded. */
function isUrl(text: string): boolean {
  try {
    decodeURIComponent(new URL(text).href);
    return true;
  } catch {
    return false;
  }
}

function organizationOf(id: string): string | null {
  if (id === "") throw new UsageError("--organization takes an id, or platform.");
  return id === "platform" ? null : id;
}

/** Undefined: nothing was said, so it is our own export. */
function readMapping({ map, set, rename, rest }: Values): ImportMapping | undefined {
  if (map.length + set.length + rename.length === 0 && !rest) return undefined;
  const mapping = {
    map: {} as Record<string, string[]>,
    set: {} as Record<string, string>,
    rename: {},
    rest,
  };
  for (const given of map) {
    const [field, origin] = split("--map", given);
    (mapping.map[field] ??= []).push(origin);
  }
  for (const given of set) {
    const [field, value] = split("--set", given);
    mapping.set[field] = value;
  }
  return { ...mapping, rename: readRenames(rename) };
}

function readRenames(given: readonly string[]): NonNullable<ImportMapping["rename"]> {
  const renames: Record<string, Record<string, string>> = {};
  for (const each of given) {
    const colon = each.indexOf(":");
    const equals = each.lastIndexOf("=");
    if (colon < 1 || equals <= colon + 1 || equals === each.length - 1)
      throw new UsageError("--rename takes a field, their word and ours: action:create=post.created.");
    const field = fieldOf("--rename", each.slice(0, colon));
    (renames[field] ??= {})[each.slice(colon + 1, equals)] = each.slice(equals + 1);
  }
  return renames;
}

function split(option: string, given: string): [MappedField, string] {
  const equals = given.indexOf("=");
  if (equals < 1 || equals === given.length - 1)
    throw new UsageError(`${option} takes a field and what it is, such as ${option} action=event.`);
  return [fieldOf(option, given.slice(0, equals)), given.slice(equals + 1)];
}

function fieldOf(option: string, name: string): MappedField {
  try {
    return requireField(name);
  } catch (error) {
    throw error instanceof Error ? new UsageError(`${option}: ${error.message}`) : error;
  }
}
