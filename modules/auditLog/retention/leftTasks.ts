import { findHindrances } from "./hindrances.repo";
import { refusalOf, type Client } from "./maintenance.repo";
import type { LeftTask, MaintenanceTask } from "./maintenance.types";
import { partitionRange } from "./partitions";
import { adviceOnTask } from "./taskAdvice";

/** Only what the server answered: without a connection nothing else can be done either. */
export function explain(task: MaintenanceTask, error: unknown): LeftTask {
  const refusal = refusalOf(error);
  if (refusal === null) throw error;
  return leave(task, refusal.code === "55006" ? "ELSEWHERE" : refusal.code, refusal.objects);
}

/** `objects`: months or things of the database that it is about. */
export function leave(task: MaintenanceTask, code: string, objects: readonly string[]): LeftTask {
  return { task, code, advice: adviceOnTask(code, objects) };
}

/** What keeps partitions from being made without any statement failing for it. */
export async function findHindered(client: Client): Promise<LeftTask[]> {
  const { taken, withoutDefault } = await findHindrances(client, partitionRange);
  return [
    ...(taken.length > 0 ? [leave("make_partitions", "NAME_TAKEN", taken)] : []),
    ...(withoutDefault.length > 0 ? [leave("have_default", "NO_DEFAULT", withoutDefault)] : []),
  ];
}
