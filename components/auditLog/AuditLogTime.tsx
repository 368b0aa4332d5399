const units = [
  ["year", 365 * 24 * 3_600_000],
  ["month", 30 * 24 * 3_600_000],
  ["week", 7 * 24 * 3_600_000],
  ["day", 24 * 3_600_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** "3 hours ago", with the instant and its zone to read on hover. */
export function AuditLogTime({
  at,
  locale = "en",
  timeZone = "UTC",
}: {
  at: Date;
  locale?: string;
  timeZone?: string;
}) {
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "long", timeZone }).format(
    at,
  );
  return (
    <time
      className="text-muted-foreground text-sm whitespace-nowrap"
      dateTime={at.toISOString()}
      title={exact}
    >
      {toRelative(at, { now: new Date(), locale })}
    </time>
  );
}

export function toRelative(at: Date, { now, locale = "en" }: { now: Date; locale?: string }): string {
  const passed = at.getTime() - now.getTime();
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const unit = units.find(([, length]) => Math.abs(passed) >= length);
  return unit ? format.format(Math.trunc(passed / unit[1]), unit[0]) : format.format(0, "second");
}
