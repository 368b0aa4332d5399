import { notFound } from "next/navigation";
import type { SearchParams } from "@/app/_forms/notice";
import { toVisible } from "@/components/auditLog/text/visible";
import { TextLink } from "@/components/ui/text-link";
import type { OrganizationActor } from "@/modules/access/access.types";
import { Activity } from "./Activity";
import { AppShell } from "./AppShell";
import { findRemains } from "./remains";

type TombstoneProps = {
  actor: OrganizationActor;
  type: "post" | "project";
  id: string;
  query: SearchParams;
};

/** The page of something deleted: its last name and its history. What never was there is not found. */
export async function Tombstone({ actor, type, query, ...rest }: TombstoneProps) {
  const id = rest.id.toLowerCase();
  const remains = await findRemains(actor, { type, id });
  if (remains === null) notFound();
  const name = toVisible(remains.name ?? "");
  return (
    <AppShell
      above={<TextLink href="/projects">Projects</TextLink>}
      actor={actor}
      section="/projects"
      title={name === "" ? `A deleted ${type}` : `“${name}”`}
    >
      <p className="text-muted-foreground">This {type} was deleted. Its history stays.</p>
      <Activity actor={actor} query={query} resourceId={id} resourceType={type} />
    </AppShell>
  );
}
