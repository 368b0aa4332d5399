import { Cog, KeyRound, Server, UserRound, type IconNode } from "lucide";
import { Icon } from "@/components/ui/icon";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import type { Formats } from "./formats";
import { actorLabel, impersonatorLabel, initials } from "./labels";

const icons = new Map<string, IconNode>([
  ["api_key", KeyRound],
  ["service", Server],
  ["system", Cog],
  ["anonymous", UserRound],
]);

/** A person's initials; what is no person has an icon. Decorative: the sentence names them. */
export function AuditLogAvatar({ entry, formats }: { entry: AuditLogEntry; formats: Formats }) {
  const impersonator = impersonatorLabel(entry, formats);
  const icon = impersonator === null ? icons.get(entry.actorType) : undefined;
  return (
    <span
      aria-hidden="true"
      className="bg-muted text-foreground flex size-8 shrink-0 items-center justify-center rounded-full text-xs font-medium"
    >
      {icon ? <Icon className="size-4" node={icon} /> : initials(impersonator ?? actorLabel(entry, formats))}
    </span>
  );
}
