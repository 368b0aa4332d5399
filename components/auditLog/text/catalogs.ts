import { ar } from "./ar";
import { en } from "./en";

export type FeedText = Record<keyof typeof en, string>;

const catalogs = new Map<string, FeedText>([
  ["en", en],
  ["ar", ar],
]);

/** What the feed speaks: the language of its text, and the locale of its dates and numbers. */
export type Spoken = { language: string; locale: string; text: FeedText };

const english: Spoken = { language: "en", locale: "en", text: en };

/** `en-GB` speaks English with British dates; what is no locale, or of no known language, English. */
export function speak(locale: string): Spoken {
  try {
    const { language } = new Intl.Locale(locale);
    const text = catalogs.get(language);
    return text ? { language, locale: new Intl.Locale(locale).toString(), text } : english;
  } catch {
    return english;
  }
}
