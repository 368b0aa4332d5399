import type { Transaction } from "@/db/transaction";
import * as postRepo from "./post.repo";
import type { Post } from "./post.types";

export const postsOfProjectService = { lock };

/** The posts that go when their project goes, oldest first, locked until the transaction ends. */
function lock(tx: Transaction, projectId: string): Promise<Post[]> {
  return postRepo.lockPostsOfProject(tx, projectId);
}
