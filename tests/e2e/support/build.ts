import { readFileSync } from "node:fs";
import { z } from "zod";

const action = z.object({ filename: z.string(), exportedName: z.string() });
const manifestSchema = z.object({ node: z.record(z.string(), action) });

/** Every server action of the running build by its id, which forms carry. */
const serverActions = new Map(
  Object.entries(
    manifestSchema.parse(JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")))
      .node,
  ),
);

/** What the tests call an action: `posts/[postId]#deletePost`. */
export function actionNameOf(id: string): string | undefined {
  const found = serverActions.get(id);
  return found && `${found.filename.replaceAll(/^app\/|\/actions\.ts$/g, "")}#${found.exportedName}`;
}

export function actionIdOf(name: string): string {
  const id = [...serverActions.keys()].find((key) => actionNameOf(key) === name);
  if (id === undefined) throw new Error(`The build has no server action ${name}`);
  return id;
}
