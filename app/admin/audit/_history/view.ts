import type { SearchParams } from "@/app/_forms/notice";
import type { PageRequest } from "@/modules/auditLog/auditLog.types";

/** What of an actor's history is shown, by the word in the address. */
export const parts = {
  all: { part: undefined, label: "Everything" },
  "as-others": { part: "as_others", label: "What they did as others" },
  "as-them": { part: "by_others", label: "What others did as them" },
} as const;

export type Show = keyof typeof parts;

export function readShow({ show }: SearchParams): Show {
  return typeof show === "string" && isShow(show) ? show : "all";
}

function isShow(word: string): word is Show {
  return Object.hasOwn(parts, word);
}

/** The address's query of a place in a history, which stays on the same page. */
export function historyQuery({ show, cursor }: { show: Show } & Pick<PageRequest, "cursor">): string {
  const query = new URLSearchParams(show === "all" ? {} : { show });
  if (cursor) query.set("cursor", cursor);
  return `?${query.toString()}`;
}
