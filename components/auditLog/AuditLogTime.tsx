import { cn } from "@/components/ui/cn";
import { defaultDisplay, type Display } from "./display";
import { formatsOf } from "./formats";

type TimeProps = {
  at: Date;
  display?: Display;
  /** Where the time leads: to the entry's own page. */
  href?: string | null;
};

/** "3 hours ago", with the instant and its zone on hover, and where it gets the focus: by key or by touch. */
export function AuditLogTime({ at, display = defaultDisplay, href }: TimeProps) {
  const { relative, exact } = formatsOf(display);
  return (
    <TimeWithInstant
      at={at}
      className="text-muted-foreground self-start text-sm sm:self-baseline sm:whitespace-nowrap"
      exact={exact(at)}
      href={href}
      told={relative(at, new Date())}
    />
  );
}

// On a narrow screen it takes its place below: beside or above, some of it could stand outside.
const instantStyle =
  "bg-card text-card-foreground z-10 hidden w-fit rounded-md border px-2 py-1 text-xs shadow-sm group-hover:block group-focus:block sm:absolute sm:bottom-full sm:whitespace-nowrap";

type InstantProps = Pick<TimeProps, "at" | "href"> & {
  /** What stands there, and what is told of it on hover and focus. */
  told: string;
  exact: string;
  className?: string;
  /** At which end of the line it stands: the instant reaches from there inwards. */
  side?: "start" | "end";
};

/** A time in short, and its instant with the zone for whoever asks. */
export function TimeWithInstant({ at, href, told, exact, className, side = "end" }: InstantProps) {
  const style = cn("group relative", className);
  const content = (
    <>
      {told}
      <span className={cn(instantStyle, side === "end" ? "sm:end-0" : "sm:start-0")}>{exact}</span>
    </>
  );
  if (href == null)
    return (
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without a script only the focus tells the instant to keys and touch
      <time className={style} dateTime={at.toISOString()} tabIndex={0}>
        {content}
      </time>
    );
  return (
    <a
      className={cn(
        style,
        "decoration-muted-foreground/60 underline decoration-1 underline-offset-4 hover:decoration-current",
      )}
      href={href}
    >
      <time dateTime={at.toISOString()}>{content}</time>
    </a>
  );
}
