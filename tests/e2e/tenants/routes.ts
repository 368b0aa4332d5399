import { exportFormats } from "@/modules/auditLog/export/export.types";
import { get, json, type Case } from "./cases";
import type { Kind, World } from "./world";

const exportOf = (line: string, format: string) =>
  `/api/audit/export?${new URLSearchParams({ q: line, format }).toString()}`;

const auth = (method: string): Case[] => [
  json("organization", method, (id) => ({ path: `/api/auth/organization/${id}` })),
];

/** Every method of every JSON route. */
export const routes: Record<string, Case[]> = {
  "GET /not-found.css": [get("organization", (id) => `/not-found.css?organizationId=${id}`)],
  "GET /api/health": [get("organization", (id) => `/api/health?organizationId=${id}`)],
  "GET /api/health/audit": [get("organization", (id) => `/api/health/audit?organizationId=${id}`)],

  "GET /api/audit/export": exportFormats.flatMap((format) => [
    get("user", (id) => exportOf(`actor:${id} created:1y`, format)),
    get("post", (id) => exportOf(`resource:post/${id}`, format)),
    get("deletedProject", (id) => exportOf(`-outcome:failure resource:project/${id}`, format)),
    get("entry", (id) => exportOf(`request:${id}`, format)),
    get("organization", (id) => exportOf(`organization:${id}`, format)),
    get("organization", (id) => `${exportOf("", format)}&organizationId=${id}`),
    get("entry", (id) => `${exportOf("", format)}&cursor=${id}`),
  ]),
  "GET /api/audit/live": [live("project"), live("post"), live("deletedPost", "post"), live("organization")],
  "GET /api/cron/audit": [get("organization", (id) => `/api/cron/audit?organizationId=${id}`)],
  "POST /api/cron/audit": [
    json("organization", "POST", (id) => ({ path: "/api/cron/audit", body: { organizationId: id } })),
  ],

  "GET /api/posts": [get("project", (id) => `/api/posts?projectId=${id}`)],
  "POST /api/posts": [
    json("project", "POST", (id) => ({ path: "/api/posts", body: { projectId: id, title: "Mine" } })),
  ],
  "GET /api/posts/[postId]": [
    get("post", (id) => `/api/posts/${id}`),
    get("deletedPost", (id) => `/api/posts/${id}`),
  ],
  "PATCH /api/posts/[postId]": [
    json("post", "PATCH", (id) => ({ path: `/api/posts/${id}`, body: { title: "Mine" } })),
  ],
  "DELETE /api/posts/[postId]": [
    json("post", "DELETE", (id) => ({ path: `/api/posts/${id}` })),
    json("deletedPost", "DELETE", (id) => ({ path: `/api/posts/${id}`, body: { reason: "Mine" } })),
  ],
  "POST /api/posts/[postId]/move": [
    json("post", "POST", (id, { fjord }) => ({
      path: `/api/posts/${id}/move`,
      body: { projectId: fjord.project },
    })),
    json("project", "POST", (id, { fjord }) => ({
      path: `/api/posts/${fjord.post}/move`,
      body: { projectId: id },
    })),
  ],
  "POST /api/posts/[postId]/publish": [json("post", "POST", (id) => ({ path: `/api/posts/${id}/publish` }))],

  "GET /api/projects": [get("organization", (id) => `/api/projects?organizationId=${id}`)],
  "POST /api/projects": [
    json("organization", "POST", (id) => ({
      path: "/api/projects",
      body: { name: "Mine", organizationId: id },
    })),
  ],
  "GET /api/projects/[projectId]": [get("project", (id) => `/api/projects/${id}`)],
  "PATCH /api/projects/[projectId]": [
    json("project", "PATCH", (id) => ({ path: `/api/projects/${id}`, body: { name: "Mine" } })),
  ],
  "DELETE /api/projects/[projectId]": [
    json("project", "DELETE", (id) => ({ path: `/api/projects/${id}` })),
    json("deletedProject", "DELETE", (id) => ({ path: `/api/projects/${id}` })),
  ],
  "POST /api/projects/[projectId]/archive": [
    json("project", "POST", (id) => ({ path: `/api/projects/${id}/archive` })),
  ],
  "POST /api/projects/[projectId]/restore": [
    json("project", "POST", (id) => ({ path: `/api/projects/${id}/restore` })),
  ],
  "POST /api/projects/[projectId]/transfer": [
    json("project", "POST", (id, { fjord }) => ({
      path: `/api/projects/${id}/transfer`,
      body: { userId: fjord.user },
    })),
    json("user", "POST", (id, { fjord }) => ({
      path: `/api/projects/${fjord.project}/transfer`,
      body: { userId: id },
    })),
  ],

  "GET /api/auth/[...all]": [
    ...auth("GET"),
    get("organization", (id) => `/api/auth/organization/get-full-organization?organizationId=${id}`),
    get("user", (id) => `/api/auth/admin/get-user?id=${id}`),
  ],
  "POST /api/auth/[...all]": [
    json("organization", "POST", (id) => ({
      path: "/api/auth/organization/set-active",
      body: { organizationId: id },
    })),
    json("user", "POST", (id) => ({ path: "/api/auth/admin/ban-user", body: { userId: id } })),
    json("user", "POST", (id) => ({ path: "/api/auth/admin/impersonate-user", body: { userId: id } })),
    json("invitation", "POST", (id) => ({
      path: "/api/auth/organization/accept-invitation",
      body: { invitationId: id },
    })),
  ],
  "PUT /api/auth/[...all]": auth("PUT"),
  "PATCH /api/auth/[...all]": auth("PATCH"),
  "DELETE /api/auth/[...all]": auth("DELETE"),
};

/** The stream of a foreign feed, with the mark that one's own page carries. */
function live(of: Kind, resourceType: string = of): Case {
  const send = ({ erik, mark }: World, resourceId: string) => {
    const query = new URLSearchParams({ resourceType, resourceId, since: mark });
    return erik.ask(`/api/audit/live?${query.toString()}`);
  };
  return { of, send };
}
