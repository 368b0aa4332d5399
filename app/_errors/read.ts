import { notFound, unstable_rethrow } from "next/navigation";
import { ServiceError } from "@/modules/access/access.types";
import { reportError } from "./report";

/**
 * What a page reads from a service. What is not there, or belongs to somebody else, is a 404; an
 * unforeseen failure goes on without its message, which Next would write to the log.
 */
export async function read<Result>(load: () => Promise<Result>): Promise<Result> {
  try {
    return await load();
  } catch (error) {
    unstable_rethrow(error);
    if (error instanceof ServiceError && error.code === "not_found") notFound();
    throw new Error(`A page can't be shown, see ${reportError(error, "page")}`);
  }
}

/** The same where what is gone still has a page. */
export async function readOrNull<Result>(load: () => Promise<Result>): Promise<Result | null> {
  return read(() => load().catch(nullIfGone));
}

function nullIfGone(error: unknown): null {
  if (error instanceof ServiceError && error.code === "not_found") return null;
  throw error;
}
