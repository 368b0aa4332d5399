import { z } from "zod";
import type { SearchParams } from "@/app/_forms/notice";
import { panelField } from "@/components/auditLog/console/FilterPanel";

// Of a parameter that is there twice the first one counts, as in a form.
const first = z
  .union([z.string(), z.array(z.string()).transform(([one = ""]) => one)])
  .catch("")
  .default("");

const paramsSchema = z.object({
  q: first,
  cursor: z.string().nullable().catch(null).default(null),
  [panelField.name]: first,
});

export type ConsoleParams = {
  line: string;
  /** The page's place; null is the first. */
  cursor: string | null;
  /** Whether the filter panel was sent, and no line. */
  isPanel: boolean;
};

/** What the address says, whatever it holds. */
export function readParams(params: SearchParams): ConsoleParams {
  const { q, cursor, panel } = paramsSchema.parse(params);
  return { line: q, cursor, isPanel: panel === panelField.value };
}
