import { notFound } from "next/navigation";

/** One segment of a page's path as it was before it was encoded: Next hands it over as it stands in the address. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return notFound();
  }
}
