import type { Display } from "./display";
import { formatsOf } from "./formats";

const most = 99;

/** What `AuditLogLive` says, for a viewer: it has no messages of its own, so that little is sent to the browser. */
export function liveTexts(display: Display) {
  const { locale, text, say, number } = formatsOf(display);
  const texts = Array.from({ length: most }, (_, at) => say("newEntries", { count: at + 1 }));
  texts.push(say("manyNewEntries", { count: number(most) }));
  return { texts, lang: locale, dir: text.direction };
}
