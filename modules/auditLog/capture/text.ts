/** In characters. Two ids and a kind in one index row have to fit into what a B-tree takes, 2,704 bytes. */
export const limits = { id: 256, kind: 128 };

/** A string that Postgres can store: no NUL, no lone surrogate, cut at `limit` characters with a mark. */
export function toText(value: string, limit: number): string {
  const text = value.length > limit ? `${value.slice(0, limit - 1)}…` : value;
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

/** An id, and a resource's type, as they are stored: whoever looks for one has to ask for the same. */
export const toId = (value: string): string => toText(value, limits.id);
export const toKind = (value: string): string => toText(value, limits.kind);

/** As `toText`, for a value that may be anything; null for what is no text. */
export function toTextOrNull(value: unknown, limit: number): string | null {
  if (typeof value === "string") return toText(value, limit);
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return null;
}
