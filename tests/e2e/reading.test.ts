import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openDatabase } from "./support/database";
import { createPost, createProject, foundOrganization, type Organization } from "./support/organization";
import { idsOf, prepareReader, sentencesOf, settle } from "./support/reader";

const { open } = prepareReader();
const sql = openDatabase();
let studio: Organization;
let harbor: string;
let tides: string;

beforeAll(async () => {
  studio = await foundOrganization();
  const { olga, nils } = studio;
  harbor = await createProject(olga, "Harbor");
  tides = await createPost(olga, { projectId: harbor, title: "Tides" });
  for (const title of ["Tides, first draft", "Tides, second draft", "Tides, final"])
    await olga.json("PATCH", `/api/posts/${tides}`, { title });
  await createPosts(120);
  await nils.json("DELETE", `/api/projects/${harbor}`);
});

/** Nils writes so many more. */
async function createPosts(count: number): Promise<void> {
  for (let at = 0; at < count; at += 20) {
    const titles = Array.from({ length: Math.min(20, count - at) }, (_, next) => `Boat ${at + next}`);
    await Promise.all(titles.map((title) => createPost(studio.nils, { projectId: harbor, title })));
  }
}

/** Every entry of the project and its posts, newest first, as the database holds them. */
async function stored(): Promise<string[]> {
  const rows = await sql`
    select id from audit_logs
    where organization_id = (select organization_id::text from projects where id = ${harbor})
      and resource_type in ('project', 'post')
    order by id desc`;
  return rows.map(({ id }) => z.string().parse(id));
}

type List = { list: string; who: "olga" | "nils"; path: () => string };
const lists: List[] = [
  {
    list: "the feed of a project",
    who: "nils",
    path: () => `/projects/${harbor}`,
  },
  {
    list: "the console",
    who: "olga",
    path: () => "/admin/audit?q=action:post.*,project.*",
  },
  {
    list: "the history of a resource",
    who: "olga",
    path: () => `/admin/audit/resources/project/${harbor}`,
  },
];

describe.each(lists)("$list, page by page", ({ who, path }) => {
  it("holds each entry once, whatever happens meanwhile, and goes back the way it came", async () => {
    const before = await stored();
    const page = await open(studio[who], path());
    const pages = [{ url: page.url(), ids: await idsOf(page) }];
    const older = page.getByRole("link", { name: "Older activity" });
    while (await older.isVisible()) {
      await createPosts(1);
      await follow(older);
      pages.push({ url: page.url(), ids: await idsOf(page) });
    }
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.flatMap(({ ids }) => ids)).toEqual(before);

    const [first, ...later] = pages;
    for (const { url, ids } of later.slice(0, -1).toReversed()) {
      await page.goBack();
      await page.waitForURL(url);
      expect(await idsOf(page)).toEqual(ids);
    }
    await page.goBack();
    await page.waitForURL(first?.url ?? "");
    expect(await idsOf(page)).toContain(before[0]);
    await page.goto(pages.at(-1)?.url ?? "");
    await page.getByRole("link", { name: "Back to the newest" }).click();
    await page.waitForURL((url) => !url.search.includes("cursor="));
    expect((await idsOf(page))[0]).toBe((await stored())[0]);
  });
});

/** Clicks a link to another address; answers once the page there is whole. */
async function follow(link: Locator): Promise<void> {
  const page = link.page();
  const before = page.url();
  await link.click();
  await page.waitForURL((url) => url.href !== before);
  await settle(page);
}

describe("what is folded away", () => {
  it("unfolds: each single time of what was repeated, with what it changed", async () => {
    const page = await open(studio.nils, `/posts/${tides}`);
    expect(await sentencesOf(page)).toEqual([
      "Olga Berg edited the post “Tides, final”",
      "Olga Berg created the post “Tides”",
    ]);
    const item = page.locator("[data-audit-log] > li > ol > li").first();
    const times = item.locator("details time");
    expect(await times.first().isVisible()).toBe(false);
    await item.getByText(/^3 times /).click();
    expect(await times.count()).toBe(3);
    expect(await times.last().isVisible()).toBe(true);
    expect(await item.getByRole("definition").allInnerTexts()).toEqual([
      "Tides, second draft → Tides, final",
      "Tides, first draft → Tides, second draft",
      "Tides → Tides, first draft",
    ]);
  });

  it("unfolds: an entry's raw JSON", async () => {
    const page = await openEntry("action:post.created Tides");
    const json = page.getByLabel("The entry as JSON").locator("pre");
    expect(await json.isVisible()).toBe(false);
    await page.getByText("Show the entry as JSON").click();
    expect(JSON.parse(await json.innerText())).toMatchObject({
      id: page.url().split("/").at(-1),
      action: "post.created",
      resourceId: tides,
    });
  });
});

/** Olga opens the newest entry that a line finds. */
async function openEntry(line: string): Promise<Page> {
  const page = await open(studio.olga, `/admin/audit?${new URLSearchParams({ q: line }).toString()}`);
  await page.locator("[data-entry-id] a:has(time)").first().click();
  await page.waitForURL(/\/admin\/audit\/[0-9a-f-]{36}$/);
  return page;
}

describe("links", () => {
  it("lead from an actor to their history, to an entry, and to the entry's own address", async () => {
    const { olga } = studio;
    const page = await open(olga, "/admin/audit?q=action:project.deleted");
    await page.locator("[data-audit-log]").getByRole("link", { name: "Nils Dahl" }).click();
    await page.getByRole("heading", { level: 1, name: "Nils Dahl" }).waitFor();
    const told = "Nils Dahl tried to delete the project “Harbor” Denied";
    expect(await sentencesOf(page)).toContain(told);

    const entry = page.locator("[data-entry-id]").filter({ hasText: "tried to delete" });
    const id = await entry.getAttribute("data-entry-id");
    await entry.locator("a:has(time)").click();
    await page.waitForURL(`**/admin/audit/${id}`);
    expect(
      await page
        .getByRole("definition")
        .filter({ hasText: /^Denied$/ })
        .count(),
    ).toBe(1);

    const permalink = page.getByRole("link", { name: `/admin/audit/${id}` });
    await permalink.click();
    await page.waitForURL(`**/admin/audit/${id}`);
    await page.getByRole("link", { name: "Search for its entries" }).click();
    await page.waitForURL("**/admin/audit?q=request*");
    expect(await sentencesOf(page)).toEqual([told]);
  });

  it("lead from a resource to its history, and on to what is found of its kind", async () => {
    const page = await open(studio.olga, "/admin/audit?q=action:post.created+Tides");
    await page.locator("[data-audit-log]").getByRole("link", { name: "Tides" }).click();
    await page.getByRole("heading", { level: 1, name: /^Tides/ }).waitFor();
    expect(await sentencesOf(page)).toEqual([
      "Olga Berg edited the post “Tides, final”",
      "Olga Berg created the post “Tides”",
    ]);
    await page.getByRole("link", { name: "post.created" }).click();
    await page.waitForURL("**/admin/audit?q=*");
    expect(await sentencesOf(page)).toEqual(["Olga Berg created the post “Tides”"]);
  });

  it("lead a member to what is still there, and to nothing else", async () => {
    const page = await open(studio.nils, `/posts/${tides}`);
    const feed = page.locator("[data-audit-log]");
    expect(await feed.getByRole("link", { name: "Tides" }).count()).toBe(0);
    await feed.getByRole("link", { name: "Olga Berg" }).first().click();
    await page.waitForURL("**/members#member-*");
    await page.goto(`/projects/${harbor}`);
    // Which of them are on the first page depends on who was quicker.
    const boat = page.locator("[data-audit-log]").getByRole("link", { name: /^Boat \d+$/ });
    const name = (await boat.first().textContent()) ?? "";
    await boat.first().click();
    await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  });
});

describe("preferences", () => {
  it("tell activity in another zone and language, and back again", async () => {
    const page = await open(studio.nils, "/account");
    await choose(page, { language: "العربية", zone: "Asia/Tokyo" });
    await page.goto(`/posts/${tides}`);
    const feed = page.locator("[lang=ar]").filter({ has: page.locator("[data-audit-log]") });
    expect(await feed.evaluate((element) => getComputedStyle(element).direction)).toBe("rtl");
    expect(await sentencesOf(page)).toEqual([
      "عدّل Olga Berg المنشور «Tides, final»",
      "أنشأ Olga Berg المنشور «Tides»",
    ]);
    expect(await feed.innerText()).toContain("اليابان");
    await page.goto("/account");
    await choose(page, { language: "English", zone: "UTC" });
    await page.goto(`/posts/${tides}`);
    expect(await sentencesOf(page)).toContain("Olga Berg created the post “Tides”");
    expect(await page.locator("[lang=ar]").count()).toBe(0);
    await page.getByText("Times in UTC").waitFor();
  });
});

async function choose(page: Page, { language, zone }: { language: string; zone: string }): Promise<void> {
  await page.getByLabel("Language of activity").selectOption({ label: language });
  await page.getByLabel("Time zone", { exact: true }).selectOption({ label: zone });
  const form = page.locator("form").filter({ has: page.getByLabel("Time zone", { exact: true }) });
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved, for this browser.").waitFor();
}
