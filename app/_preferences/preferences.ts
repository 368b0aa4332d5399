import { cookies } from "next/headers";
import { z } from "zod";
import { readEnv } from "@/env";

/** The languages that activity is told in, by their own names. */
export const languages = [
  { locale: "en", name: "English", direction: "ltr" },
  { locale: "ar", name: "العربية", direction: "rtl" },
] as const;

export const localeSchema = z.enum(languages.map(({ locale }) => locale));

/** A zone of the IANA database, by the name that `Intl` gives it: "europe/berlin" is "Europe/Berlin". */
export const timeZoneSchema = z
  .string()
  .max(64)
  // Newer engines take offsets too, as "+05:30": they know no summer time, and have no name to show.
  .regex(/^[A-Za-z]/)
  .transform((name, { issues }) => {
    const timeZone = findTimeZone(name);
    if (timeZone !== null) return timeZone;
    issues.push({ code: "custom", message: "There is no such time zone.", input: undefined });
    return z.NEVER;
  });

/** How a browser's person reads activity. What no cookie says, or says wrongly, is English and UTC. */
export type Preferences = z.output<typeof preferencesSchema>;

const preferencesSchema = z.object({
  locale: localeSchema.catch("en"),
  timeZone: timeZoneSchema.catch("UTC"),
});

const cookieNames = { locale: "locale", timeZone: "time_zone" } as const;

export async function readPreferences(): Promise<Preferences> {
  const sent = await cookies();
  return preferencesSchema.parse({
    locale: sent.get(cookieNames.locale)?.value,
    timeZone: sent.get(cookieNames.timeZone)?.value,
  });
}

const yearInSeconds = 365 * 24 * 60 * 60;

/** Only a server action or a route can set cookies. */
export async function writePreferences({ locale, timeZone }: Preferences): Promise<void> {
  const kept = await cookies();
  const options = {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    maxAge: yearInSeconds,
    secure: isSecure(),
  } as const;
  kept.set(cookieNames.locale, locale, options);
  kept.set(cookieNames.timeZone, timeZone, options);
}

/** The direction that a language is written in. */
export function directionOf(locale: Preferences["locale"]): "ltr" | "rtl" {
  return languages.find((language) => language.locale === locale)?.direction ?? "ltr";
}

/** Every zone to choose from, the default first; `chosen` is among them. */
export function listTimeZones(chosen: string): string[] {
  return [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), chosen])];
}

/** As better-auth decides it for the session's cookie. */
function isSecure(): boolean {
  const { APP_URL, NODE_ENV } = readEnv();
  return APP_URL === undefined ? NODE_ENV === "production" : APP_URL.startsWith("https://");
}

function findTimeZone(name: string): string | null {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
