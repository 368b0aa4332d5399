import { Ban, CircleX, type IconNode } from "lucide";
import { Icon } from "@/components/ui/icon";
import type { Formats } from "./formats";
import { toVisible } from "./text/visible";

const outcomes = new Map<string, { label: "failure" | "denied"; icon: IconNode }>([
  ["failure", { label: "failure", icon: CircleX }],
  ["denied", { label: "denied", icon: Ban }],
]);

const style = "ms-1 inline-flex items-center gap-1 rounded border px-1.5 text-xs font-medium";
const longest = 40;

/** A badge after a sentence: what became of it. Nothing for a success, which the sentence tells. */
export function AuditLogOutcome({ outcome, formats }: { outcome: string; formats: Formats }) {
  const told = outcomes.get(outcome);
  if (!told) return <Unknown word={outcome === "success" ? "" : toVisible(outcome, longest)} />;
  return (
    <>
      {" "}
      <span className={`${style} border-destructive text-destructive whitespace-nowrap`}>
        <Icon node={told.icon} />
        {formats.say(told.label)}
      </span>
    </>
  );
}

/** Another application's outcome, in its own word. */
function Unknown({ word }: { word: string }) {
  if (word === "") return null;
  return (
    <>
      {" "}
      <span className={`${style} text-muted-foreground wrap-anywhere`}>
        <bdi>{word}</bdi>
      </span>
    </>
  );
}
