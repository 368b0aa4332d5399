import type { Temporal } from "temporal-polyfill";

/** How far a bar of a histogram reaches: three hours, a week. */
export type Step = { unit: keyof typeof longest; count: number };

// From the finest to the coarsest; the last one serves all the years that a line can name.
const steps: readonly Step[] = [
  { unit: "hour", count: 1 },
  { unit: "hour", count: 3 },
  { unit: "day", count: 1 },
  { unit: "week", count: 1 },
  { unit: "month", count: 1 },
  { unit: "month", count: 3 },
  ...[1, 2, 5, 10, 20, 50].map((count) => ({ unit: "year" as const, count })),
];

const hour = 3_600_000;
const longest = { hour, day: 25 * hour, week: 169 * hour, month: 745 * hour, year: 8_785 * hour };

/** The steps of which so many may be enough for a stretch of time, in milliseconds; the finest first. */
export function stepsFor(milliseconds: number, most: number): Step[] {
  return steps.filter(({ unit, count }) => milliseconds <= most * count * longest[unit]);
}

/** The beginning of the step in which a wall-clock time lies. A week begins on Monday, as in ISO 8601. */
export function floor(plain: Temporal.PlainDateTime, { unit, count }: Step): Temporal.PlainDateTime {
  const whole = (value: number) => value - (value % count);
  if (unit === "hour")
    return plain.round({ smallestUnit: "hour", roundingMode: "floor" }).with({ hour: whole(plain.hour) });
  const day = plain.round({ smallestUnit: "day", roundingMode: "floor" });
  if (unit === "day") return day;
  if (unit === "week") return day.subtract({ days: day.dayOfWeek - 1 });
  if (unit === "month") return day.with({ day: 1, month: whole(day.month - 1) + 1 });
  return day.with({ day: 1, month: 1, year: whole(day.year) });
}

export function next(plain: Temporal.PlainDateTime, { unit, count }: Step): Temporal.PlainDateTime {
  return plain.add({ [`${unit}s`]: count });
}
