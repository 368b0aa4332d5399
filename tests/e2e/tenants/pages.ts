import { get, type Case } from "./cases";
import type { Kind } from "./world";

const withoutId = (path: string): Case[] => [
  get("organization", (id) => `${path}?organizationId=${id}&organization=${id}&scope=${id}`),
  get("user", (id) => `${path}?userId=${id}&actorId=${id}&form=role-${id}&error=not_found&cursor=${id}`),
];

/** The console with lines in which an id stands for `<id>`. */
const consoleWith = (of: Kind, ...lines: string[]): Case[] =>
  lines.map((line) =>
    get(of, (id) => `/admin/audit?${new URLSearchParams({ q: line.replaceAll("<id>", id) }).toString()}`),
  );

/** Every page. One without an id in its path is asked with ids in its query string. */
export const pages: Record<string, Case[]> = {
  "/": withoutId("/"),
  "/account": withoutId("/account"),
  "/admin/audit": [
    ...withoutId("/admin/audit"),
    ...consoleWith("user", "actor:<id>", "-actor:<id> created:all"),
    ...consoleWith(
      "organization",
      "organization:<id>",
      "org:<id> action:post.*",
      "resource:organization/<id>",
    ),
    ...consoleWith("post", "resource:post/<id>", "-resource:post/<id> created:7d", "action:post.* <id>"),
    ...consoleWith("deletedProject", "resource:project/<id> created:all"),
    ...consoleWith("entry", "request:<id>", "resource:audit_log_entry/<id>"),
    get(
      "user",
      (id) => `/admin/audit?panel=1&actor=${id}&resource=post/${id}&organization=${id}&request=${id}`,
    ),
  ],
  "/admin/audit/[entryId]": [
    get("entry", (id) => `/admin/audit/${id}`),
    get("entry", (id) => `/admin/audit/${id.toUpperCase()}`),
    get("post", (id) => `/admin/audit/${id}`),
  ],
  "/admin/audit/actors/[actorId]": [
    get("user", (id) => `/admin/audit/actors/${id}`),
    get("organization", (id) => `/admin/audit/actors/${id}`),
    get("user", (id) => `/admin/audit/actors/${id}?show=as-others`),
  ],
  "/admin/audit/delivery": withoutId("/admin/audit/delivery"),
  "/admin/audit/exports": withoutId("/admin/audit/exports"),
  "/admin/audit/resources/[resourceType]/[resourceId]": [
    get("post", (id) => `/admin/audit/resources/post/${id}`),
    get("deletedPost", (id) => `/admin/audit/resources/post/${id}`),
    get("project", (id) => `/admin/audit/resources/project/${id}?cursor=${id}`),
    get("deletedProject", (id) => `/admin/audit/resources/project/${id}`),
    get("organization", (id) => `/admin/audit/resources/organization/${id}`),
    get("entry", (id) => `/admin/audit/resources/audit_log_entry/${id}`),
  ],
  "/admin/users": withoutId("/admin/users"),
  "/billing": withoutId("/billing"),
  "/members": withoutId("/members"),
  "/no-organization": withoutId("/no-organization"),
  "/posts/[postId]": [
    get("post", (id) => `/posts/${id}`),
    get("post", (id) => `/posts/${id.toUpperCase()}`),
    get("deletedPost", (id) => `/posts/${id}`),
    get("deletedPost", (id) => `/posts/${id}?cursor=ffffffff-ffff-ffff-ffff-ffffffffffff`),
    get("project", (id) => `/posts/${id}`),
  ],
  "/projects": withoutId("/projects"),
  "/projects/[projectId]": [
    get("project", (id) => `/projects/${id}`),
    get("deletedProject", (id) => `/projects/${id}`),
    get("organization", (id) => `/projects/${id}`),
  ],
  "/sign-in": withoutId("/sign-in"),
  "/sign-up": withoutId("/sign-up"),
};
