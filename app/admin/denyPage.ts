import { read } from "@/app/_errors/read";
import { accessService } from "@/modules/access/access.service";
import { ServiceError, type Actor, type Attempt } from "@/modules/access/access.types";

/** Records that somebody tried to open a page of the administrators, and answers that there is none. */
export function denyPage(actor: Actor, attempt: Attempt): Promise<never> {
  const error = new ServiceError("not_found", "There is no such page.");
  return read(() => accessService.deny(actor, attempt, error));
}
