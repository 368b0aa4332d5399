import Link from "next/link";
import { accessService } from "@/modules/access/access.service";
import type { Actor } from "@/modules/access/access.types";

/** Where this person can go: only what they may open is linked. */
export function Navigation({ actor, section }: { actor: Actor; section?: string }) {
  return (
    <nav aria-label="Main" className="mx-auto max-w-6xl px-4">
      <ul className="-mx-1.5 flex flex-wrap sm:-mx-2 sm:gap-x-1">
        {linksFor(actor).map(({ href, label }) => (
          <li key={href}>
            <Link
              aria-current={section === href ? "page" : undefined}
              className="text-muted-foreground hover:text-foreground aria-[current=page]:border-primary aria-[current=page]:text-foreground inline-block border-b-2 border-transparent px-1.5 py-2 sm:px-2 text-sm font-medium"
              href={href}
              prefetch={false}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function linksFor(actor: Actor) {
  const isMember = actor.organizationId !== null;
  const isPlatformAdmin = actor.platformRole === "admin";
  const links = [
    { href: "/projects", label: "Projects", isOpen: isMember },
    { href: "/members", label: "Members", isOpen: isMember },
    { href: "/billing", label: "Billing", isOpen: isMember },
    {
      href: "/admin/audit",
      label: "Audit log",
      isOpen: accessService.can(actor, "audit_log.read") || isPlatformAdmin,
    },
    { href: "/admin/users", label: "Users", isOpen: isPlatformAdmin },
    { href: "/account", label: "Account", isOpen: true },
  ];
  return links.filter(({ isOpen }) => isOpen);
}
