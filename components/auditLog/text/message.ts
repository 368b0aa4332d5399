import { IntlMessageFormat } from "intl-messageformat";

/** Text from an entry. It stands in a sentence as an element of its own, so that it turns nothing around. */
export class Value {
  constructor(readonly text: string) {}

  /** By its text a message's `select` chooses. */
  toString(): string {
    return this.text;
  }
}

type Given<Element> = Record<string, string | number | boolean | Element>;

/** An ICU message's parts in the order of its language; null where it names what isn't given. */
export function formatParts<Element extends object>(
  message: string,
  { language, values }: { language: string; values: Given<Element> },
): (string | Element)[] | null {
  try {
    const parts = formatterOf(message, language).formatToParts<boolean | Element>(values);
    return parts.map(({ value }) => (typeof value === "object" ? value : String(value)));
  } catch {
    return null;
  }
}

/** A message whose arguments are all plain. */
export function formatText(
  message: string,
  { language, values }: { language: string; values: Record<string, string | number> },
): string {
  return String(formatterOf(message, language).format(values));
}

const formatters = new Map<string, IntlMessageFormat>();

/** Messages are the application's own, few and fixed: each is parsed once. */
function formatterOf(message: string, language: string): IntlMessageFormat {
  const key = `${language}\0${message}`;
  const formatter =
    formatters.get(key) ?? new IntlMessageFormat(message, language, undefined, { ignoreTag: true });
  formatters.set(key, formatter);
  return formatter;
}
