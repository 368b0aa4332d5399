import { notFound } from "next/navigation";
import { TextLink } from "@/components/ui/text-link";
import type { OrganizationActor } from "@/modules/access/access.types";
import { Activity } from "./Activity";
import { AppShell } from "./AppShell";
import { findRemains } from "./remains";

type TombstoneProps = {
  actor: OrganizationActor;
  type: "post" | "project";
  id: string;
  cursor: string | null;
};

/** The page of something deleted: its last name and its history. What never was there is not found. */
export async function Tombstone({ actor, type, cursor, ...rest }: TombstoneProps) {
  const id = rest.id.toLowerCase();
  const remains = await findRemains(actor, { type, id });
  if (remains === null) notFound();
  return (
    <AppShell
      above={<TextLink href="/projects">Projects</TextLink>}
      actor={actor}
      section="/projects"
      title={remains.name === null ? `A deleted ${type}` : `“${remains.name}”`}
    >
      <p className="text-muted-foreground">This {type} was deleted. Its history stays.</p>
      <Activity cursor={cursor} organizationId={actor.organizationId} resourceId={id} resourceType={type} />
    </AppShell>
  );
}
