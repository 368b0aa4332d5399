import type { World } from "@/tests/e2e/tenants/world";
import type { Row } from "./requests";
import { pageTold as to, type Told } from "./told";

const get = (told: Told, ...paths: string[]): Row => ({
  told,
  requests: () => paths.map((path) => `GET ${path}`),
});

const getOf = (told: Told, paths: (world: World) => string[]): Row => ({
  told,
  requests: (world) => paths(world).map((path) => `GET ${path}`),
});

const consoleWith = (line: string) => `/admin/audit?${new URLSearchParams({ q: line }).toString()}`;

/** Every page, asked for with Acme's things, and with nothing's. */
export const pageRows: Record<string, Row[]> = {
  "/": [get(to.home, "/")],
  "/account": [
    getOf(to.toEverybody, ({ acme, fjord }) => ["/account", `/account?${ids(acme)}&${ids(fjord)}`]),
  ],
  "/admin/audit": [
    getOf(to.toAuditors, ({ acme, fjord }) => [
      "/admin/audit",
      ...[
        "created:all",
        "-outcome:success created:90d",
        "auth.*",
        "organization:*",
        "organization:platform",
      ].map(consoleWith),
      ...[acme, fjord].flatMap((things) => [
        consoleWith(`actor:${things.user} created:all`),
        consoleWith(`organization:${things.organization}`),
        consoleWith(`resource:post/${things.post}`),
        consoleWith(`resource:project/${things.deletedProject} created:all`),
        consoleWith(`-resource:project/${things.project} created:all`),
        consoleWith(things.post),
        `/admin/audit?${ids(things)}&cursor=${things.entry}`,
      ]),
    ]),
  ],
  "/admin/audit/[entryId]": [
    getOf(to.toAuditorsOfAcme, ({ acme }) => [
      `/admin/audit/${acme.entry}`,
      `/admin/audit/${acme.entry.toUpperCase()}`,
    ]),
    get(to.toNoAuditor, "/admin/audit/not-an-id", "/admin/audit/01900000-0000-7000-8000-000000000000"),
  ],
  "/admin/audit/actors/[actorId]": [
    getOf(to.toAuditorsOfAcme, ({ acme }) =>
      ["", "?show=as-others", "?show=as-them"].map((show) => `/admin/audit/actors/${acme.user}${show}`),
    ),
    get(to.toNoAuditor, "/admin/audit/actors/nobody"),
  ],
  "/admin/audit/delivery": [get(to.toOperators, "/admin/audit/delivery")],
  "/admin/audit/exports": [get(to.toAuditors, "/admin/audit/exports")],
  "/admin/audit/resources/[resourceType]/[resourceId]": [
    getOf(to.toAuditorsOfAcme, ({ acme }) => [
      `/admin/audit/resources/post/${acme.post}`,
      `/admin/audit/resources/post/${acme.deletedPost}`,
      `/admin/audit/resources/project/${acme.project}`,
      `/admin/audit/resources/project/${acme.deletedProject}`,
      `/admin/audit/resources/organization/${acme.organization}`,
    ]),
    get(to.toNoAuditor, "/admin/audit/resources/post/none", "/admin/audit/resources/nothing/at-all"),
  ],
  "/admin/users": [get(to.toOperators, "/admin/users")],
  "/billing": [get(to.toMembers, "/billing")],
  "/members": [get(to.toMembers, "/members")],
  "/no-organization": [get(to.toHomeless, "/no-organization")],
  "/posts/[postId]": [
    getOf(to.toAcme, ({ acme }) => [
      `/posts/${acme.post}`,
      `/posts/${acme.deletedPost}`,
      `/posts/${acme.post}?cursor=${acme.entry}`,
    ]),
    get(to.nowhere, "/posts/none"),
  ],
  "/projects": [get(to.toMembers, "/projects")],
  "/projects/[projectId]": [
    getOf(to.toAcme, ({ acme }) => [`/projects/${acme.project}`, `/projects/${acme.deletedProject}`]),
    get(to.nowhere, "/projects/none"),
  ],
  "/sign-in": [get(to.toNobody, "/sign-in", "/sign-in?next=//evil.example")],
  "/sign-up": [get(to.toNobody, "/sign-up")],
};

/** Ids where no page looks for any. */
function ids({ organization, user }: { organization: string; user: string }): string {
  return new URLSearchParams({ organizationId: organization, userId: user, actorId: user }).toString();
}
