import type { IconNode } from "lucide";

/**
 * A Lucide icon as plain SVG, drawn on the server. lucide-react's icons are client components and would
 * send their script to every page that shows one. Decorative: the text beside it says the same.
 */
export function Icon({ node, className }: { node: IconNode; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      className={className}
      fill="none"
      height="1em"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth={2}
      viewBox="0 0 24 24"
      width="1em"
    >
      {node.map(([Shape, attributes], at) => (
        // oxlint-disable-next-line react/no-array-index-key -- an icon's shapes never change places
        <Shape key={at} {...attributes} />
      ))}
    </svg>
  );
}
