import {
  defaultPreset,
  presets,
  type Preset,
  type QueryClock,
  type QueryWindow,
} from "@/modules/auditLog/search/query.types";
import { readDates } from "./dates";
import { excerpt } from "./excerpt";
import { inZone, toDate, toInstants } from "./zone";

export type Instants = { from: Date | null; to: Date | null };
export type ResolvedWindow = Instants & { window: QueryWindow };

export function defaultWindow(clock: QueryClock): ResolvedWindow {
  const window = { kind: "default", preset: defaultPreset } as const;
  return { window, from: startOf(defaultPreset, clock), to: null };
}

/** What is typed behind `created:`, or a sentence on what is wrong with it. */
export function resolveWindow(text: string, clock: QueryClock): ResolvedWindow | { message: string } {
  const preset = toPreset(text);
  if (preset) return { window: { kind: "preset", preset }, from: startOf(preset, clock), to: null };
  const span = readDates(text);
  if ("message" in span) return span;
  const { from, to } = toInstants(span, clock.timeZone);
  if (from === null || to === null || from < to) return { window: { kind: "dates", text }, from, to };
  // Days in the wrong order that are neighbours end where they begin, as a skipped hour does.
  const [first = "", last = first] = text.split("..");
  const isReversed = from > to || last < first;
  return { message: isReversed ? reversed(text) : skipped(text, clock.timeZone) };
}

export function toPreset(text: string): Preset | null {
  return presets.find((preset) => preset === text.toLowerCase()) ?? null;
}

const spans = { "7d": { days: 7 }, "30d": { days: 30 }, "90d": { days: 90 }, "1y": { years: 1 } };

/**
 * When a preset begins: so long ago, and then back to the beginning of that hour or day, so that bars are
 * whole and nothing of the time that was asked for is missing. Null: with the log.
 */
function startOf(preset: Preset, { timeZone, now }: QueryClock): Date | null {
  if (preset === "all") return null;
  const end = inZone(now, timeZone);
  const start =
    preset === "24h"
      ? end.subtract({ hours: 24 }).round({ smallestUnit: "hour", roundingMode: "floor" })
      : end.subtract(spans[preset]).startOfDay();
  return toDate(start);
}

function reversed(text: string): string {
  const [first = "", last = ""] = text.split("..");
  return `This range ends before it begins: write ${excerpt(last)}..${excerpt(first)}`;
}

function skipped(text: string, timeZone: string): string {
  return `Clocks in ${timeZone} never showed ${excerpt(text)}, they were put forward then: write a longer time.`;
}
