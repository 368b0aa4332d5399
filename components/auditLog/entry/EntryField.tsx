import type { ReactNode } from "react";
import { escapeHidden } from "@/components/auditLog/text/escaped";

/** One field of an entry, in a list of terms. */
export function Field({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-4 py-2 sm:grid-cols-[12rem_minmax(0,1fr)]">
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="flex min-w-0 flex-wrap gap-x-3 gap-y-1">{children}</dd>
    </div>
  );
}

/** A name of then, and where it leads. */
export function Named({ name, href }: { name: string; href: string | null }) {
  const label = <bdi className="wrap-anywhere">{escapeHidden(name)}</bdi>;
  return href === null ? label : <Linked href={href}>{label}</Linked>;
}

export function Linked({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      className="min-w-0 wrap-anywhere underline decoration-from-font underline-offset-4 hover:no-underline"
      href={href}
    >
      {children}
    </a>
  );
}

/** What is copied: one click selects it whole. From left to right, as ids and addresses always are. */
export function Code({ children }: { children: string }) {
  return (
    <code className="min-w-0 wrap-anywhere select-all" dir="ltr">
      {escapeHidden(children)}
    </code>
  );
}
