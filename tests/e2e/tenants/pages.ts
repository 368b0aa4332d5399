import { get, type Case } from "./cases";

const withoutId = (path: string): Case[] => [
  get("organization", (id) => `${path}?organizationId=${id}&organization=${id}&scope=${id}`),
  get("user", (id) => `${path}?userId=${id}&actorId=${id}&form=role-${id}&error=not_found&cursor=${id}`),
];

/** Every page. One without an id in its path is asked with ids in its query string. */
export const pages: Record<string, Case[]> = {
  "/": withoutId("/"),
  "/account": withoutId("/account"),
  "/admin/audit": withoutId("/admin/audit"),
  "/admin/audit/actors/[actorId]": [
    get("user", (id) => `/admin/audit/actors/${id}`),
    get("organization", (id) => `/admin/audit/actors/${id}`),
  ],
  "/admin/audit/platform": withoutId("/admin/audit/platform"),
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
