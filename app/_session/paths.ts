import { notFound } from "next/navigation";
import { z } from "zod";

/** Paths are made of ids alone: what is none of ours is not found, and can't lead anywhere else. */
export function projectPath(projectId: unknown): string {
  return `/projects/${requireId(projectId)}`;
}

export function postPath(postId: unknown): string {
  return `/posts/${requireId(postId)}`;
}

function requireId(id: unknown): string {
  const parsed = z.guid().safeParse(id);
  return parsed.success ? parsed.data.toLowerCase() : notFound();
}
