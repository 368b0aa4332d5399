const number = new Intl.NumberFormat("en");

/** "1 entry", "1,234 entries", "no entries"; "34 or more entries" where counting stopped there. */
export function entriesText(entries: number, { isAtLeast = false } = {}): string {
  if (entries === 0 && !isAtLeast) return "no entries";
  const count = `${number.format(entries)}${isAtLeast ? " or more" : ""}`;
  return `${count} ${entries === 1 && !isAtLeast ? "entry" : "entries"}`;
}
