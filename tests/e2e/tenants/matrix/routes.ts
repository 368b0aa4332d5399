import { exportFormats } from "@/modules/auditLog/export/export.types";
import type { World } from "@/tests/e2e/tenants/world";
import type { Row } from "./requests";
import { routeTold as to, type Told } from "./told";

const row = (told: Told, ...requests: ((world: World) => string)[]): Row => ({
  told,
  requests: (world) => requests.map((request) => request(world)),
});

/** Every method of every route, asked for with Acme's things. */
export const routeRows: Record<string, Row[]> = {
  "GET /not-found.css": [row(to.toAnybody, () => "GET /not-found.css")],
  "GET /api/health": [row(to.toAnybody, () => "GET /api/health")],
  "GET /api/health/audit": [row(to.toAnybody, () => "GET /api/health/audit")],

  "GET /api/audit/export": [
    { told: to.toAuditors, requests: ({ acme, fjord }) => exportsOf([acme.user, fjord.user]) },
  ],
  "GET /api/audit/live": [
    row(
      to.toFeedsOfAcme,
      ({ acme, mark }) => live({ type: "project", id: acme.project }, mark),
      ({ acme, mark }) => live({ type: "post", id: acme.post }, mark),
      ({ acme, mark }) => live({ type: "post", id: acme.deletedPost }, mark),
      ({ acme, mark }) => live({ type: "project", id: acme.deletedProject }, mark),
    ),
    row(
      { ...to.nowhere, nobody: 401, banned: 401 },
      ({ mark }) => live({ type: "post", id: "none" }, mark),
      ({ acme, mark }) => live({ type: "organization", id: acme.organization }, mark),
      ({ acme, mark }) => live({ type: "user", id: acme.user }, mark),
    ),
  ],

  "GET /api/cron/audit": [row(to.toNobody, () => "GET /api/cron/audit")],
  "POST /api/cron/audit": [row(to.toNobody, () => "POST /api/cron/audit {}")],

  "GET /api/posts": [row(to.toAcme, ({ acme }) => `GET /api/posts?projectId=${acme.project}`)],
  "POST /api/posts": [
    row(to.toMakersOfAcme, ({ acme }) => `POST /api/posts {"projectId":"${acme.project}","title":"New"}`),
  ],
  "GET /api/posts/[postId]": [row(to.toAcme, ({ acme }) => `GET /api/posts/${acme.post}`)],
  "PATCH /api/posts/[postId]": [
    row(to.toAcme, ({ acme }) => `PATCH /api/posts/${acme.post} {"title":"New"}`),
  ],
  "DELETE /api/posts/[postId]": [row(to.toRemoversOfAcme, ({ acme }) => `DELETE /api/posts/${acme.post}`)],
  "POST /api/posts/[postId]/move": [
    row(to.toAcme, ({ acme }) => `POST /api/posts/${acme.post}/move {"projectId":"${acme.project}"}`),
  ],
  "POST /api/posts/[postId]/publish": [row(to.toAcme, ({ acme }) => `POST /api/posts/${acme.post}/publish`)],

  "GET /api/projects": [row(to.toMembers, () => "GET /api/projects")],
  "POST /api/projects": [row(to.toMakers, () => `POST /api/projects {"name":"New"}`)],
  "GET /api/projects/[projectId]": [row(to.toAcme, ({ acme }) => `GET /api/projects/${acme.project}`)],
  "PATCH /api/projects/[projectId]": [
    row(to.toAcme, ({ acme }) => `PATCH /api/projects/${acme.project} {"name":"New"}`),
  ],
  "DELETE /api/projects/[projectId]": [
    row(to.toRemoversOfAcme, ({ acme }) => `DELETE /api/projects/${acme.project}`),
  ],
  "POST /api/projects/[projectId]/archive": [
    row(to.toManagersOfAcme, ({ acme }) => `POST /api/projects/${acme.project}/archive`),
  ],
  "POST /api/projects/[projectId]/restore": [
    row(to.toManagersOfAcme, ({ acme }) => `POST /api/projects/${acme.project}/restore`),
  ],
  "POST /api/projects/[projectId]/transfer": [
    row(
      to.toManagersOfAcme,
      ({ acme }) => `POST /api/projects/${acme.project}/transfer {"userId":"${acme.user}"}`,
    ),
  ],

  "GET /api/auth/[...all]": [
    row(to.toAnybody, () => "GET /api/auth/get-session"),
    row(
      to.nowhere,
      ({ acme }) => `GET /api/auth/organization/get-full-organization?organizationId=${acme.organization}`,
      ({ acme }) => `GET /api/auth/admin/get-user?id=${acme.user}`,
    ),
  ],
  "POST /api/auth/[...all]": [
    row(
      to.nowhere,
      ({ acme }) => `POST /api/auth/admin/ban-user {"userId":"${acme.user}"}`,
      ({ acme }) => `POST /api/auth/admin/impersonate-user {"userId":"${acme.user}"}`,
      ({ acme }) => `POST /api/auth/organization/set-active {"organizationId":"${acme.organization}"}`,
    ),
  ],
  "PUT /api/auth/[...all]": [row(to.nowhere, () => "PUT /api/auth/admin/list-users {}")],
  "PATCH /api/auth/[...all]": [row(to.nowhere, () => "PATCH /api/auth/admin/list-users {}")],
  "DELETE /api/auth/[...all]": [row(to.nowhere, () => "DELETE /api/auth/admin/list-users")],
};

function exportsOf(users: readonly string[]): string[] {
  const lines = [
    "",
    "created:all",
    "-outcome:success created:all",
    ...users.map((id) => `actor:${id} created:all`),
  ];
  return exportFormats.flatMap((format) =>
    lines.map((q) => `GET /api/audit/export?${new URLSearchParams({ q, format }).toString()}`),
  );
}

function live({ type, id }: { type: string; id: string }, since: string): string {
  return `GET /api/audit/live?${new URLSearchParams({ resourceType: type, resourceId: id, since }).toString()}`;
}
