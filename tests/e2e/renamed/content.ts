import { canary, exists, find, isGone, named, type Scene, type Step } from "./scene";

/** A form of a project's page, found by the project's name at that moment. */
const onProject =
  (action: string, project: string, fields: Record<string, string> = {}) =>
  async (scene: Scene) =>
    scene.olga.submit(
      `/projects/${await find.project(scene, project)}`,
      `projects/[projectId]#${action}`,
      fields,
    );

const onPost =
  (action: string, post: string, fields: Record<string, string> = {}) =>
  async (scene: Scene) =>
    scene.olga.submit(`/posts/${await find.post(scene, post)}`, `posts/[postId]#${action}`, fields);

const create = (name: string): Step => ({
  what: "projects#createProject",
  run: ({ olga }) => olga.submit("/projects", "projects#createProject", { name: named(name) }),
  changed: ({ sql }) => exists(sql`select from projects where name = ${named(name)}`),
});

const isArchived = ({ sql }: Scene, archived: boolean) =>
  exists(sql`
    select from projects where name = ${named("renamed")} and (archived_at is not null) = ${archived}`);

/** What the pages of projects and posts can do. */
export const contentSteps: Step[] = [
  create("project"),
  create("target"),
  {
    what: "projects/[projectId]#renameProject",
    run: onProject("renameProject", "project", { name: named("renamed") }),
    changed: ({ sql }) => exists(sql`select from projects where name = ${named("renamed")}`),
  },
  {
    what: "projects/[projectId]#transferProject",
    run: async (scene) =>
      onProject("transferProject", "renamed", { userId: await find.user(scene, "pavel") })(scene),
    changed: async (scene) =>
      exists(scene.sql`
        select from projects
        where name = ${named("renamed")} and owner_id = ${await find.user(scene, "pavel")}`),
  },
  {
    what: "projects/[projectId]#archiveProject",
    run: onProject("archiveProject", "renamed"),
    changed: (scene) => isArchived(scene, true),
  },
  {
    what: "projects/[projectId]#restoreProject",
    run: onProject("restoreProject", "renamed"),
    changed: (scene) => isArchived(scene, false),
  },
  {
    what: "projects/[projectId]#createPost",
    run: onProject("createPost", "renamed", { title: named("post") }),
    changed: ({ sql }) => exists(sql`select from posts where title = ${named("post")}`),
  },
  {
    what: "posts/[postId]#editPost",
    run: onPost("editPost", "post", { title: named("edited"), body: canary }),
    changed: ({ sql }) =>
      exists(sql`select from posts where title = ${named("edited")} and body = ${canary}`),
  },
  {
    what: "posts/[postId]#publishPost",
    run: onPost("publishPost", "edited"),
    changed: ({ sql }) =>
      exists(sql`select from posts where title = ${named("edited")} and published_at is not null`),
  },
  {
    what: "posts/[postId]#movePost",
    run: async (scene) =>
      onPost("movePost", "edited", { projectId: await find.project(scene, "target") })(scene),
    changed: async (scene) =>
      exists(scene.sql`
        select from posts
        where title = ${named("edited")} and project_id = ${await find.project(scene, "target")}`),
  },
  {
    what: "posts/[postId]#deletePost",
    run: onPost("deletePost", "edited", { reason: canary }),
    changed: ({ sql }) => isGone(sql`select from posts where title = ${named("edited")}`),
  },
  {
    what: "projects/[projectId]#deleteProject",
    run: onProject("deleteProject", "renamed"),
    changed: ({ sql }) => isGone(sql`select from projects where name = ${named("renamed")}`),
  },
];
