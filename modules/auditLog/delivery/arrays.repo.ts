/** An array as Postgres reads it: written here, since each driver writes arrays its own way, if at all. */
export function toArray(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? "NULL" : quote(value))).join(",")}}`;
}

function quote(value: string): string {
  const mayStandAsItIs = !value.includes('"') && !value.includes("\\");
  return `"${mayStandAsItIs ? value : value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
