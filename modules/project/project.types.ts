import { labelSchema } from "@/modules/access/access.types";

/** A project as pages and routes see it. */
export type Project = {
  id: string;
  organizationId: string;
  name: string;
  ownerId: string | null;
  archivedAt: Date | null;
};

export const projectNameSchema = labelSchema(120, "A name is needed.");

export type ProjectAction =
  | "project.renamed"
  | "project.archived"
  | "project.restored"
  | "project.transferred"
  | "project.deleted";
