import { knownActions } from "@/modules/auditLog/capture/policies";
import { excerpt } from "./excerpt";

const mostNamed = 5;

/** What to tell somebody who typed one part of an action's name: `deleted`. */
export function noWholeAction(typed: string): string {
  return `“${excerpt(typed)}” is no whole action: write ${whatToWrite(typed.toLowerCase())}.`;
}

function whatToWrite(part: string): string {
  const names = knownActions();
  if (names.some((name) => name.startsWith(`${part}.`))) {
    return `${part}.* for all that begin with it, or put it in quotes`;
  }
  const [last, ...others] = names
    .filter((name) => name.endsWith(`.${part}`))
    .slice(0, mostNamed)
    .toReversed();
  if (last === undefined) return "it as in post.deleted or post.*, or put it in quotes";
  return others.length === 0 ? last : `${others.toReversed().join(", ")} or ${last}`;
}
