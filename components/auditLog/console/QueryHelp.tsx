type QueryHelpProps = {
  hrefOf: (line: string) => string;
  /** Whether the reader may name organizations. */
  canChoose: boolean;
  /** Words, actions and resources as the application has them. */
  examples?: readonly Example[];
};

export type Example = { line: string; meaning: string };

const anyExamples: readonly Example[] = [
  { line: "report", meaning: "the word, in names and in details" },
  { line: '"annual report"', meaning: "these words, together" },
  { line: "action:user.*", meaning: "everything that happens to users" },
  { line: "action:user.created,user.deleted", meaning: "either of them" },
  { line: "resource:user", meaning: "what happened to users; one of them is resource:user/<id>" },
];

const general: readonly Example[] = [
  { line: "actor:ana", meaning: "done by somebody whose name has “ana” in it; or their id" },
  { line: "-outcome:success", meaning: "not what went well: only refused and failed" },
  { line: "address:203.0.113.0/24", meaning: "from a client address, or a block of them" },
  { line: "created:7d", meaning: "the last 7 days; also 24h, 30d, 90d, 1y, all" },
  { line: "created:2026-08-01..2026-08-31", meaning: "from that day to that day, both included" },
  { line: "created:>2026-08-01", meaning: "after that day; also >=, <, <= and a month, 2026-08" },
];

const organizations: readonly Example[] = [
  { line: "organization:platform", meaning: "what concerns no organization, but the platform itself" },
  { line: "organization:*", meaning: "all organizations" },
];

/** What can be typed, as links that show it. */
export function QueryHelp({ hrefOf, canChoose, examples = anyExamples }: QueryHelpProps) {
  const shown = [...examples, ...general, ...(canChoose ? organizations : [])];
  return (
    <>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[max-content_minmax(0,1fr)]">
        {shown.map(({ line, meaning }) => (
          <div className="contents" key={line}>
            <dt className="min-w-0 break-words">
              <a className="font-mono underline underline-offset-4" dir="ltr" href={hrefOf(line)}>
                {line}
              </a>
            </dt>
            <dd className="text-muted-foreground mb-1 sm:mb-0">{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className="text-muted-foreground">
        Different fields have to hold together; the same field twice means either. A minus in front excludes.
      </p>
    </>
  );
}
