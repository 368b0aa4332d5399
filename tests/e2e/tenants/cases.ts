import type { Submission } from "@/tests/e2e/support/forms";
import type { Answer } from "@/tests/e2e/support/visitor";
import type { Kind, Things, World } from "./world";

/** One way to name a thing of another tenant, asked by somebody who has the same rights in their own. */
export type Case = {
  /** What the id is of. */
  of: Kind;
  send: (world: World, id: string) => Promise<Answer>;
  /** The status of what is no id at all, where an id of nothing is none of the request's business. */
  malformed?: number;
};

export function get(of: Kind, path: (id: string) => string): Case {
  return { of, send: ({ erik }, id) => erik.ask(path(id)) };
}

export function json(
  of: Kind,
  method: string,
  request: (id: string, world: World) => { path: string; body?: unknown },
): Case {
  return {
    of,
    send: (world, id) => {
      const { path, body } = request(id, world);
      return world.erik.json(method, path, body);
    },
  };
}

/** A form of one's own page, with the foreign id wherever one's own stood. */
export function form(action: string, of: Kind, fields: Submission = {}): Case {
  const send = async ({ erik, fjord }: World, id: string) => {
    const page = pageOf(action, fjord);
    const submission = { ...(await erik.form(page, action, fjord[of])), ...fields };
    return erik.post(page, replaceIn(submission, { own: fjord[of], id }));
  };
  return { of, send };
}

/** The page of `posts/[postId]#deletePost` is that of one's own post. */
function pageOf(action: string, { post, project }: Things): string {
  const [folder = ""] = action.split("#");
  return `/${folder.replace("[postId]", post).replace("[projectId]", project)}`;
}

export function replaceIn(submission: Submission, { own, id }: { own: string; id: string }): Submission {
  return Object.fromEntries(
    Object.entries(submission).map(([name, value]) => [name, value.replaceAll(own, id)] as const),
  );
}
