import { readdirSync, readFileSync } from "node:fs";

const files = readdirSync("app", { recursive: true, encoding: "utf8" }).map((file) =>
  file.replaceAll("\\", "/"),
);

/** `/posts/[postId]` of every page. */
export const pagePaths = filesNamed("page.tsx").map(({ folder }) => `/${folder}`.replace(/(?<=.)\/$/, ""));

/** `GET /api/posts` of every method of every route, but for the one that only says there is none. */
export const routeMethods = filesNamed("route.ts").flatMap(({ folder, source }) =>
  folder === "api/[...path]"
    ? []
    : [...source.matchAll(/\b(?:const|function|as) (GET|HEAD|POST|PUT|PATCH|DELETE)\b/g)].map(
        ([, method]) => `${method} /${folder}`,
      ),
);

/** `posts/[postId]#deletePost` of every server action. */
export const actionNames = filesNamed("actions.ts").flatMap(({ folder, source }) =>
  [...source.matchAll(/^export (?:async function|const) (\w+)/gm)].map(([, name]) => `${folder}#${name}`),
);

function filesNamed(name: string) {
  return files
    .filter((file) => file === name || file.endsWith(`/${name}`))
    .map((file) => ({
      folder: file.slice(0, -name.length).replace(/\/$/, ""),
      source: readFileSync(`app/${file}`, "utf8"),
    }));
}
