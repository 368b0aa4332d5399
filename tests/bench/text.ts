/** Three digits that count, but never fewer than the whole number has. */
export function round(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}

/** `5,000,000`. */
export function toCount(entries: number): string {
  return entries.toLocaleString("en");
}
