import type postgres from "postgres";
import { canary, exists, find, isGone, named, type Scene, type Step } from "./scene";

type Rows = postgres.PendingQuery<postgres.Row[]>;
type Body = Record<string, unknown>;

type ToBody = (scene: Scene) => Promise<Body>;

/** A request to something of a path: `POST /archive` of the project that has a name at that moment. */
const ofProject = (request: string, name: string, body?: ToBody) => async (scene: Scene) =>
  ask(scene, { request, path: `/api/projects/${await find.project(scene, name)}`, body });

const ofPost = (request: string, name: string, body?: ToBody) => async (scene: Scene) =>
  ask(scene, { request, path: `/api/posts/${await find.post(scene, name)}`, body });

async function ask(scene: Scene, { request, path, body }: { request: string; path: string; body?: ToBody }) {
  const [method = "", rest = ""] = request.split(" ");
  return scene.olga.json(method, path + rest, await body?.(scene));
}

const holds = (query: (scene: Scene) => Rows) => (scene: Scene) => exists(query(scene));

/** What the JSON routes can do. */
export const routeSteps: Step[] = [
  {
    what: "POST /api/projects",
    run: ({ olga }) => olga.json("POST", "/api/projects", { name: named("json") }),
    changed: holds(({ sql }) => sql`select from projects where name = ${named("json")}`),
  },
  {
    what: "PATCH /api/projects/[projectId]",
    run: ofProject("PATCH", "json", async () => ({ name: named("json renamed") })),
    changed: holds(({ sql }) => sql`select from projects where name = ${named("json renamed")}`),
  },
  {
    what: "POST /api/projects/[projectId]/archive",
    run: ofProject("POST /archive", "json renamed"),
    changed: holds(
      ({ sql }) =>
        sql`select from projects where name = ${named("json renamed")} and archived_at is not null`,
    ),
  },
  {
    what: "POST /api/projects/[projectId]/restore",
    run: ofProject("POST /restore", "json renamed"),
    changed: holds(
      ({ sql }) => sql`select from projects where name = ${named("json renamed")} and archived_at is null`,
    ),
  },
  {
    what: "POST /api/projects/[projectId]/transfer",
    run: ofProject("POST /transfer", "json renamed", async (scene) => ({
      userId: await find.user(scene, "pavel"),
    })),
    changed: async (scene) =>
      exists(scene.sql`
        select from projects
        where name = ${named("json renamed")} and owner_id = ${await find.user(scene, "pavel")}`),
  },
  {
    what: "POST /api/posts",
    run: async (scene) =>
      scene.olga.json("POST", "/api/posts", {
        projectId: await find.project(scene, "json renamed"),
        title: named("json post"),
      }),
    changed: holds(({ sql }) => sql`select from posts where title = ${named("json post")}`),
  },
  {
    what: "PATCH /api/posts/[postId]",
    run: ofPost("PATCH", "json post", async () => ({ title: named("json edited") })),
    changed: holds(({ sql }) => sql`select from posts where title = ${named("json edited")}`),
  },
  {
    what: "POST /api/posts/[postId]/publish",
    run: ofPost("POST /publish", "json edited"),
    changed: holds(
      ({ sql }) => sql`select from posts where title = ${named("json edited")} and published_at is not null`,
    ),
  },
  {
    what: "POST /api/posts/[postId]/move",
    run: ofPost("POST /move", "json edited", async (scene) => ({
      projectId: await find.project(scene, "target"),
    })),
    changed: async (scene) =>
      exists(scene.sql`
        select from posts
        where title = ${named("json edited")} and project_id = ${await find.project(scene, "target")}`),
  },
  {
    what: "DELETE /api/posts/[postId]",
    run: ofPost("DELETE", "json edited", async () => ({ reason: canary })),
    changed: ({ sql }) => isGone(sql`select from posts where title = ${named("json edited")}`),
  },
  {
    what: "DELETE /api/projects/[projectId]",
    run: ofProject("DELETE", "json renamed"),
    changed: ({ sql }) => isGone(sql`select from projects where name = ${named("json renamed")}`),
  },
];
