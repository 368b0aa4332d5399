import type { BrowserContext, Page } from "playwright-core";
import { z } from "zod";
import type { People } from "./people";
import { visit } from "./visit";

/** Where the demo data has what is worth a picture: ids, and of the project its path. */
export type Places = {
  project: string;
  post: string;
  deletedProject: string;
  deletedPost: string;
  actor: string;
  entry: string;
};

const postsSchema = z.object({ posts: z.array(z.object({ id: z.string(), title: z.string() })) });

/**
 * Looks them up, and on the way edits a post and exports as the organization's owner would. Searches are a
 * platform administrator's: they are in the platform's own log, and not in the pictures of the organization's.
 */
export async function findPlaces(people: People): Promise<Places> {
  const [ana, priya] = [await people.open("ana"), await people.open("priya")];
  const [page, console] = [await ana.newPage(), await priya.newPage()];
  await visit(page, "/projects");
  const project = await hrefOf(page, "/projects/", "Website 2026");
  const post = await findPost(ana, idIn(project));
  await edit(ana, { post, origin: people.baseUrl });
  await exportSome(ana);
  await visit(page, "/members");
  const actor = await findActor(page);
  await visit(console, `/admin/audit/resources/post/${post}`);
  const entry = await findEntry(console);
  const deletedProject = await lastDeleted(console, "project");
  return { project, post, actor, entry, deletedProject, deletedPost: await lastDeleted(console, "post") };
}

async function findPost(ana: BrowserContext, projectId: string): Promise<string> {
  const response = await ana.request.get(`/api/posts?projectId=${projectId}`);
  const { posts } = postsSchema.parse(await response.json());
  const found = posts.find(({ title }) => title.startsWith("Launch plan"));
  if (!found) throw new Error("The demo data has no post called Launch plan.");
  return found.id;
}

/** So that there is an entry that came with a request. The same edit again leaves none. */
async function edit(ana: BrowserContext, { post, origin }: { post: string; origin: string }): Promise<void> {
  const data = {
    title: "Launch plan 2026, final",
    body: "Go live on the 4th, 9:00 UTC. Support is on call until noon, and again from six.",
  };
  const response = await ana.request.patch(`/api/posts/${post}`, { data, headers: { origin } });
  if (!response.ok()) throw new Error(`The launch plan could not be edited: ${response.status()}.`);
}

async function exportSome(ana: BrowserContext): Promise<void> {
  for (const [format, q] of [
    ["csv", "outcome:denied,failure created:90d"],
    ["ocsf", "created:all"],
  ] as const) {
    const query = new URLSearchParams({ format, q });
    const response = await ana.request.get(`/api/audit/export?${query.toString()}`);
    if (!response.ok()) throw new Error(`The export as ${format} answered ${response.status()}.`);
  }
}

async function lastDeleted(page: Page, type: string): Promise<string> {
  const q = `action:${type}.deleted outcome:success organization:"Acme Studio" created:all`;
  await visit(page, `/admin/audit?${new URLSearchParams({ q }).toString()}`);
  return idIn(await hrefOf(page, `/admin/audit/resources/${type}/`));
}

async function findActor(page: Page): Promise<string> {
  const bo = page.getByRole("listitem").filter({ hasText: "bo@demo.example" });
  const href = await bo.getByRole("link", { name: "History" }).getAttribute("href");
  return idIn(href ?? "");
}

async function findEntry(page: Page): Promise<string> {
  const edited = page.locator("[data-entry-id]").filter({ hasText: "Ana" }).first();
  return (await edited.getAttribute("data-entry-id")) ?? "";
}

async function hrefOf(page: Page, start: string, text?: string): Promise<string> {
  const link = page.locator(`main a[href^="${start}"]`).filter({ hasText: text ?? "" });
  return (await link.first().getAttribute("href")) ?? "";
}

function idIn(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
