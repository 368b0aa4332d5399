import { db } from "@/db/drizzle";
import type { Executor } from "@/db/transaction";
import * as userRepo from "./user.repo";
import type { Profile } from "./user.types";

export const profileService = { getMany };

/** People's names by id, for whoever may know of them; ids of nobody are left out. */
async function getMany(ids: readonly string[], executor: Executor = db): Promise<Map<string, Profile>> {
  const profiles = ids.length > 0 ? await userRepo.findProfiles(executor, ids) : [];
  return new Map(profiles.map((profile) => [profile.id, profile]));
}
