import { historyQuery, parts, type Show } from "@/app/admin/audit/_history/view";
import { TextLink } from "@/components/ui/text-link";

/** The choice of what is shown. */
export function Parts({ href, show }: { href: string; show: Show }) {
  return (
    <nav aria-label="What to show">
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {(["all", "as-others", "as-them"] as const).map((each) => (
          <li key={each}>
            <TextLink
              aria-current={each === show ? "page" : undefined}
              className="aria-[current=page]:font-semibold aria-[current=page]:no-underline"
              href={each === "all" ? href : href + historyQuery({ show: each })}
            >
              {parts[each].label}
            </TextLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
