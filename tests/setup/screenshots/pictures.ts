import type { Page } from "playwright-core";
import { pagePaths } from "@/tests/e2e/support/inventory";
import type { Who } from "./people";
import type { Places } from "./places";

export type Picture = {
  /** The file's name, without its form and extension. */
  name: string;
  /** The folder of its page in app/: `/posts/[postId]`; null for what is the page of no folder. */
  of: string | null;
  /** What there is to see on it. */
  title: string;
  who: Who;
  path: (places: Places) => string;
  /** Done on the page before the picture is taken. */
  prepare?: (page: Page) => Promise<void>;
  /** Taken in Arabic as well. */
  inArabic?: true;
};

const search = (line: string) => `/admin/audit?${new URLSearchParams({ q: line }).toString()}`;
const unfold = (summary: string) => (page: Page) =>
  page.locator("summary", { hasText: summary }).first().click();

/** Every page of the application, as those see it who can open it. */
export const pictures: readonly Picture[] = [
  { name: "sign-in", of: "/sign-in", title: "Sign in", who: "nobody", path: () => "/sign-in" },
  {
    name: "sign-in-refused",
    of: "/sign-in",
    title: "Sign in: a wrong password",
    who: "nobody",
    path: () => "/sign-in?form=sign-in&error=invalid_credentials",
  },
  { name: "sign-up", of: "/sign-up", title: "Create an account", who: "nobody", path: () => "/sign-up" },
  {
    name: "no-organization",
    of: "/no-organization",
    title: "Somebody new, who is invited",
    who: "gustav",
    path: () => "/no-organization",
  },
  { name: "projects", of: "/projects", title: "Projects", who: "ana", path: () => "/projects" },
  {
    name: "project",
    of: "/projects/[projectId]",
    title: "A project, with what happened to its posts too",
    who: "ana",
    path: ({ project }) => project,
    inArabic: true,
  },
  {
    name: "project-as-member",
    of: "/projects/[projectId]",
    title: "The same, as a member sees it",
    who: "carla",
    path: ({ project }) => project,
  },
  {
    name: "project-deleted",
    of: "/projects/[projectId]",
    title: "What is left of a deleted project",
    who: "ana",
    path: ({ deletedProject }) => `/projects/${deletedProject}`,
  },
  {
    name: "post",
    of: "/posts/[postId]",
    title: "A post: repeats, refusals, failures, impersonation, programs, people who left",
    who: "ana",
    path: ({ post }) => `/posts/${post}`,
    inArabic: true,
  },
  {
    name: "post-unfolded",
    of: "/posts/[postId]",
    title: "The same, with repeats unfolded",
    who: "ana",
    path: ({ post }) => `/posts/${post}`,
    prepare: (page) => page.locator("[data-entry-id] summary").first().click(),
  },
  {
    name: "post-deleted",
    of: "/posts/[postId]",
    title: "What is left of a deleted post",
    who: "ana",
    path: ({ deletedPost }) => `/posts/${deletedPost}`,
  },
  {
    name: "post-impersonated",
    of: "/posts/[postId]",
    title: "A post, as a platform administrator sees it who acts as somebody else",
    who: "priyaAsBo",
    path: ({ post }) => `/posts/${post}`,
  },
  { name: "members", of: "/members", title: "Members", who: "ana", path: () => "/members" },
  { name: "billing", of: "/billing", title: "Billing", who: "ana", path: () => "/billing" },
  { name: "account", of: "/account", title: "Account", who: "ana", path: () => "/account" },
  { name: "users", of: "/admin/users", title: "Every user", who: "priya", path: () => "/admin/users" },
  {
    name: "console",
    of: "/admin/audit",
    title: "The console, as it opens",
    who: "ana",
    path: () => "/admin/audit",
    inArabic: true,
  },
  {
    name: "console-of-platform",
    of: "/admin/audit",
    title: "The console over all organizations",
    who: "priya",
    path: () => search("created:90d"),
  },
  {
    name: "console-answer",
    of: "/admin/audit",
    title: "Who deleted my project?",
    who: "ana",
    path: () => search("action:project.deleted created:all"),
  },
  {
    name: "console-error",
    of: "/admin/audit",
    title: "A query with mistakes",
    who: "ana",
    path: () => search('actr:ana outcome:maybe created:>yesterday "launch'),
  },
  {
    name: "console-nothing",
    of: "/admin/audit",
    title: "A query that finds nothing",
    who: "ana",
    path: () => search("action:organization.ownership_transferred actor:carla"),
  },
  {
    name: "console-fields",
    of: "/admin/audit",
    title: "The same query as fields",
    who: "priya",
    path: () => search('actor:carla action:post.* outcome:denied organization:"Acme Studio" created:90d'),
    prepare: unfold("Filter by fields"),
  },
  {
    name: "console-help",
    of: "/admin/audit",
    title: "What can be typed",
    who: "ana",
    path: () => "/admin/audit",
    prepare: unfold("What can be typed here"),
  },
  {
    name: "entry",
    of: "/admin/audit/[entryId]",
    title: "One entry",
    who: "ana",
    path: ({ entry }) => `/admin/audit/${entry}`,
    inArabic: true,
  },
  {
    name: "entry-json",
    of: "/admin/audit/[entryId]",
    title: "One entry, with its raw JSON",
    who: "ana",
    path: ({ entry }) => `/admin/audit/${entry}`,
    prepare: (page) => page.locator("main summary").last().click(),
  },
  {
    name: "actor",
    of: "/admin/audit/actors/[actorId]",
    title: "What somebody did",
    who: "ana",
    path: ({ actor }) => `/admin/audit/actors/${actor}`,
  },
  {
    name: "actor-by-others",
    of: "/admin/audit/actors/[actorId]",
    title: "What others did as them",
    who: "ana",
    path: ({ actor }) => `/admin/audit/actors/${actor}?show=as-them`,
  },
  {
    name: "resource",
    of: "/admin/audit/resources/[resourceType]/[resourceId]",
    title: "The history of a post",
    who: "ana",
    path: ({ post }) => `/admin/audit/resources/post/${post}`,
  },
  {
    name: "resource-deleted",
    of: "/admin/audit/resources/[resourceType]/[resourceId]",
    title: "The history of a deleted project",
    who: "ana",
    path: ({ deletedProject }) => `/admin/audit/resources/project/${deletedProject}`,
  },
  {
    name: "exports",
    of: "/admin/audit/exports",
    title: "Exports",
    who: "ana",
    path: () => "/admin/audit/exports",
  },
  {
    name: "delivery",
    of: "/admin/audit/delivery",
    title: "How delivery fares",
    who: "priya",
    path: () => "/admin/audit/delivery",
  },
  { name: "not-found", of: null, title: "No such page", who: "ana", path: () => "/nothing" },
];

/** It only leads on. */
const withoutPicture = new Set(["/"]);

/** Throws if a page of app/ has no picture, or a picture no page. */
export function requireEveryPage(): void {
  const pictured = new Set(pictures.map(({ of }) => of));
  const missing = pagePaths.filter((page) => !pictured.has(page) && !withoutPicture.has(page));
  const gone = [...pictured].filter((page) => page !== null && !pagePaths.includes(page));
  if (missing.length + gone.length === 0) return;
  throw new Error(
    [
      "tests/setup/screenshots/pictures.ts does not fit the pages of app/.",
      ...missing.map((page) => `Add an entry for ${page}: who can open it, and where.`),
      ...gone.map((page) => `Take out ${page}: there is no such page any more.`),
    ].join("\n"),
  );
}
