import { ImportError, importFields, type ImportMapping, type MappedField } from "./import.types";
import { suggest } from "./nearest";
import {
  parseOrigin,
  referencesOf,
  resolve,
  toText,
  type Origin,
  type Reference,
  type SourceRecord,
} from "./reference";

/** How one field is found in a row. */
type Field = { origins: readonly Origin[]; fixed: string | undefined; rename: ReadonlyMap<string, string> };

/** A mapping that is ready to be used on rows. */
export type Mapping = {
  fields: ReadonlyMap<string, Field>;
  /** The names behind `metadata.`. */
  details: readonly string[];
  references: readonly Reference[];
  /** The columns that something names: what `rest` leaves out. Null: nothing else is kept. */
  named: ReadonlySet<string> | null;
};

const metadataPrefix = "metadata.";

/** @throws ImportError where it names a field that entries don't have, or says nothing of what each entry needs */
export function readMapping(mapping: ImportMapping): Mapping {
  const names = [mapping.map, mapping.set, mapping.rename].flatMap((given) => Object.keys(given ?? {}));
  const fields = new Map([...new Set(names)].map((name) => [name, readField(mapping, requireField(name))]));
  requireNeeded(fields);
  const references = [...fields.values()].flatMap(({ origins }) => origins.flatMap(referencesOf));
  const details = [...fields.keys()].filter((name) => name.startsWith(metadataPrefix));
  return {
    fields,
    details: details.map((name) => name.slice(metadataPrefix.length)),
    references,
    named: mapping.rest
      ? new Set(references.flatMap(({ path, segments }) => [path, segments[0] ?? ""]))
      : null,
  };
}

/** @throws ImportError for a name that no field has */
export function requireField(name: string): MappedField {
  const field = importFields.find((known) => known === name);
  if (field !== undefined) return field;
  if (name.startsWith(metadataPrefix) && name.length > metadataPrefix.length)
    return `metadata.${name.slice(metadataPrefix.length)}`;
  throw new ImportError(
    `An entry has no field "${name}"${suggest(name, [...importFields, "metadata.<name>"])}`,
  );
}

function readField({ map, set, rename }: ImportMapping, name: MappedField): Field {
  const given = map?.[name] ?? [];
  return {
    origins: (typeof given === "string" ? [given] : given).map((text) => readOrigin(name, text)),
    fixed: set?.[name],
    rename: new Map(Object.entries(rename?.[name] ?? {})),
  };
}

function readOrigin(name: MappedField, text: string): Origin {
  const origin = text.trim() === "" ? null : parseOrigin(text.trim());
  if (origin === null)
    throw new ImportError(
      `${name}: "${text}" is no column, and no text with columns in braces such as post/{id}.`,
    );
  return origin;
}

function requireNeeded(fields: ReadonlyMap<string, Field>): void {
  const isSaid = (name: string) => {
    const field = fields.get(name);
    return field !== undefined && (field.origins.length > 0 || field.fixed !== undefined);
  };
  if (!isSaid("action")) throw new ImportError("Say what happened: --map action=<column>.");
  if (!isSaid("at")) throw new ImportError("Say when it happened: --map at=<column>.");
  if (!isSaid("resource") && !(isSaid("resourceType") && isSaid("resourceId")))
    throw new ImportError(
      "Say what it happened to: --map resource=post/{post_id}, or resourceType and resourceId by themselves.",
    );
}

/** Whether rows say themselves whose they are. */
export function saysOrganization({ fields }: Mapping): boolean {
  return fields.has("organization");
}

/** What a row has for a field: the first origin that is there, in our words, else what is said of every row. */
export function valueOf({ fields }: Mapping, name: string, record: SourceRecord): unknown {
  const field = fields.get(name);
  if (field === undefined) return undefined;
  for (const origin of field.origins) {
    const found = resolve(record, origin);
    if (found !== undefined) return renamed(field, found);
  }
  return field.fixed;
}

/** All that a row has for a field. */
export function valuesOf({ fields }: Mapping, name: string, record: SourceRecord): unknown[] {
  const field = fields.get(name);
  const found = field?.origins.map((origin) => resolve(record, origin)) ?? [];
  return found.filter((value) => value !== undefined);
}

function renamed({ rename }: Field, value: unknown): unknown {
  const text = rename.size === 0 ? undefined : toText(value);
  return text === undefined ? value : (rename.get(text) ?? value);
}

/** What the mapping names and no row had so far. */
export function neverThere({ references }: Mapping): string[] {
  return [...new Set(references.filter(({ isSeen }) => !isSeen).map(({ path }) => path))];
}
