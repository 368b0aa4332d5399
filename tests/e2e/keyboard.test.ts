import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { createPost, createProject, foundOrganization, type Organization } from "./support/organization";
import { prepareBrowser } from "./support/browser";
import { goBack, goThrough, unmarked, unreached } from "./support/keyboard";
import { prepareLooks } from "./support/looks";
import { sentencesOf, settle } from "./support/reader";

const { openPage } = prepareBrowser();
const { looks, people } = prepareLooks();

const readings = [
  { locale: "en", width: 1280 },
  { locale: "ar", width: 360 },
];

describe.each(looks)("$of as $who", ({ who, path }) => {
  it.each(readings)(
    "is gone through in $locale, $width px wide, there and back: all of it, in its order, always in sight",
    async ({ locale, width }) => {
      const page = await openPage(people[who]);
      await page.context().addCookies([{ name: "locale", value: locale, url: people.anybody.baseUrl }]);
      await page.setViewportSize({ width, height: 800 });
      await page.goto(path());
      await settle(page);
      const stops = await goThrough(page);
      expect(stops[0]?.text).toBe("Skip to the content");
      expect(await unreached(page)).toEqual([]);
      expect(stops.filter(({ isOrdered }) => !isOrdered).map(({ html }) => html)).toEqual([]);
      expect(stops.filter(({ isOnScreen }) => !isOnScreen).map(({ html }) => html)).toEqual([]);
      expect(await unmarked(page)).toEqual([]);
      expect(await page.locator("details:not([open])").count()).toBe(0);
      expect(await goBack(page)).toBe(stops.length);
    },
  );
});

describe("with keys alone", () => {
  let studio: Organization;
  let tides: string;

  beforeAll(async () => {
    studio = await foundOrganization();
    const { olga, nils } = studio;
    const projectId = await createProject(olga, "Harbor");
    tides = await createPost(olga, { projectId, title: "Tides" });
    await createPost(nils, { projectId, title: "Boats" });
    for (const title of ["Tides, draft", "Tides, final"])
      await olga.json("PATCH", `/api/posts/${tides}`, { title });
  });

  async function open(path: string): Promise<Page> {
    const page = await openPage(studio.olga);
    await page.goto(path);
    await settle(page);
    return page;
  }

  it("the skip link leads to the content", async () => {
    const page = await open("/admin/audit");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/admin/audit#main");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("main")?.id)).toBe("main");
  });

  it("somebody searches, opens an entry, and reads its raw JSON to the end", async () => {
    const page = await open("/admin/audit");
    await tabTo(page, page.getByLabel("Search the audit log"));
    await page.keyboard.type("actor:nils action:post.created");
    await page.keyboard.press("Enter");
    await page.waitForURL("**q=actor*");
    expect(await sentencesOf(page)).toEqual(["Nils Dahl created the post “Boats”"]);
    await tabTo(page, page.locator("[data-entry-id] a:has(time)"));
    await page.keyboard.press("Enter");
    await page.waitForURL(/audit\/[0-9a-f-]{36}$/);
    await page.setViewportSize({ width: 360, height: 500 });
    await tabTo(page, page.locator("summary", { hasText: "Show the entry as JSON" }));
    await page.keyboard.press("Enter");
    const json = page.getByLabel("The entry as JSON");
    await tabTo(page, json);
    expect(await json.evaluate((element) => element.scrollWidth > element.clientWidth)).toBe(true);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => json.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
  });

  it("somebody filters by fields", async () => {
    const page = await open("/admin/audit");
    await tabTo(page, page.locator("summary", { hasText: "Filter by fields" }));
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByLabel("Actor", { exact: true }));
    await page.keyboard.type("nils");
    await tabTo(page, page.getByLabel("Everything (post.*)"));
    await page.keyboard.press("Space");
    await tabTo(page, page.getByRole("button", { name: "Apply filter" }));
    await page.keyboard.press("Enter");
    await page.waitForURL("**q=*");
    expect(await sentencesOf(page)).toEqual(["Nils Dahl created the post “Boats”"]);
  });

  it("somebody unfolds what was repeated, and is told the exact time", async () => {
    const page = await open(`/posts/${tides}`);
    const summary = page.locator("[data-audit-log] summary");
    await tabTo(page, summary);
    await page.keyboard.press("Enter");
    expect(await page.getByText("Tides, draft → Tides, final").isVisible()).toBe(true);
    await page.keyboard.press("Enter");
    expect(await page.getByText("Tides, draft → Tides, final").isVisible()).toBe(false);
    const time = page.locator("[data-audit-log] time[tabindex]").last();
    expect(await time.locator("span").isVisible()).toBe(false);
    await tabTo(page, time);
    expect(await time.locator("span").innerText()).toMatch(/\d{4}, \d\d:\d\d:\d\d UTC$/);
  });
});

/** Presses Tab until it is there. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 500; presses++) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`No press of Tab reaches ${String(wanted)}`);
}
