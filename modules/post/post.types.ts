import { labelSchema, textSchema } from "@/modules/access/access.types";

/** A post as pages and routes see it. */
export type Post = {
  id: string;
  organizationId: string;
  projectId: string;
  title: string;
  body: string;
  authorId: string | null;
  publishedAt: Date | null;
};

export const postTitleSchema = labelSchema(200, "A title is needed.");
export const postBodySchema = textSchema.max(20_000);
export const deleteReasonSchema = textSchema.trim().max(500);

export type PostAction = "post.created" | "post.updated" | "post.published" | "post.moved" | "post.deleted";
