import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { demoPassword } from "@/modules/auth/demoAccounts.types";
import { prepareBrowser } from "./support/browser";
import { pagePaths } from "./support/inventory";
import { Visitor } from "./support/visitor";

const { openPage } = prepareBrowser();

type People = { ana: Visitor; priya: Visitor; newcomer: Visitor; anybody: Visitor };
type Who = keyof People;
type Look = { of: string; who: Who; path: () => string };

const people: People = {
  ana: new Visitor(),
  priya: new Visitor(),
  newcomer: new Visitor(),
  anybody: new Visitor(),
};
const ids = { project: "", post: "", deleted: "", actor: "" };

const looks: Look[] = [
  { of: "/account", who: "ana", path: () => "/account?form=password&error=invalid_credentials" },
  { of: "/account", who: "newcomer", path: () => "/account" },
  { of: "/admin/audit", who: "ana", path: () => "/admin/audit" },
  { of: "/admin/audit/actors/[actorId]", who: "ana", path: () => `/admin/audit/actors/${ids.actor}` },
  { of: "/admin/audit/platform", who: "priya", path: () => "/admin/audit/platform" },
  { of: "/admin/users", who: "priya", path: () => "/admin/users" },
  { of: "/billing", who: "ana", path: () => "/billing?form=cancel&error=conflict" },
  { of: "/members", who: "ana", path: () => "/members?form=invite&error=invalid_input&fields=email" },
  { of: "/no-organization", who: "newcomer", path: () => "/no-organization" },
  { of: "/posts/[postId]", who: "ana", path: () => `/posts/${ids.post}?form=delete&error=internal` },
  { of: "/posts/[postId]", who: "ana", path: () => `/posts/${ids.deleted}` },
  { of: "/projects", who: "ana", path: () => "/projects?form=create&error=invalid_input&fields=name" },
  { of: "/projects/[projectId]", who: "ana", path: () => `/projects/${ids.project}` },
  { of: "/sign-in", who: "anybody", path: () => "/sign-in?form=sign-in&error=invalid_credentials" },
  { of: "/sign-up", who: "anybody", path: () => "/sign-up?form=sign-up&error=invalid_input&fields=password" },
  { of: "no page", who: "ana", path: () => "/nothing" },
];

beforeAll(async () => {
  people.ana = await Visitor.signIn("ana@demo.example");
  people.priya = await Visitor.signIn("priya@demo.example");
  const email = `newcomer-${Date.now()}@example.com`;
  await people.newcomer.json("POST", "/api/auth/sign-up/email", {
    name: "New",
    email,
    password: demoPassword,
  });

  const first = (pattern: RegExp, body: string) => pattern.exec(body)?.[1] ?? "";
  ids.project = first(/\/projects\/([0-9a-f-]{36})[^>]*>Handbook/, (await people.ana.ask("/projects")).body);
  ids.actor = first(/\/actors\/([0-9a-f-]{36})/, (await people.ana.ask("/members")).body);
  const created = { projectId: ids.project, title: "W".repeat(200) };
  ids.post = first(/"id":"([^"]+)"/, (await people.ana.json("POST", "/api/posts", created)).body);
  ids.deleted = first(/"id":"([^"]+)"/, (await people.ana.json("POST", "/api/posts", created)).body);
  await people.ana.json("DELETE", `/api/posts/${ids.deleted}`);
});

it("looks at every page but the one that only leads on", () => {
  const seen = new Set(looks.map(({ of }) => of));
  expect(pagePaths.filter((path) => !seen.has(path))).toEqual(["/"]);
});

describe.each(looks)("$of as $who", ({ who, path }) => {
  it("has nothing that axe finds, light or dark, wide or narrow, and never scrolls sideways", async () => {
    const page = await openPage(people[who]);
    for (const colorScheme of ["light", "dark"] as const) {
      // Before the page is there: a button that is still changing its color has the contrast of neither.
      await page.emulateMedia({ colorScheme });
      await page.goto(path());
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await overhang(page)).toBe(0);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const found = violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
        expect(found, `${width} px, ${colorScheme}`).toEqual([]);
      }
    }
  });

  it("can be gone through by keyboard, from the skip link on", async () => {
    const page = await openPage(people[who]);
    await page.goto(path());
    await page.keyboard.press("Tab");
    expect(await focusedText(page)).toBe("Skip to the content");
    const wanted = await markControls(page);
    const reached = new Set([await focusedMark(page)]);
    for (let presses = 1; presses < wanted; presses++) {
      await page.keyboard.press("Tab");
      reached.add(await focusedMark(page));
    }
    expect(reached.size).toBe(wanted);
    expect(reached).not.toContain(null);
  });
});

it("the skip link leads to the content", async () => {
  const page = await openPage(people.ana);
  await page.goto("/projects");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/projects#main");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest("main")?.id)).toBe("main");
});

function overhang(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

function focusedText(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.textContent);
}

/** Numbers everything on the page that can be operated. Answers how many there are. */
function markControls(page: Page): Promise<number> {
  return page.evaluate(() => {
    const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
    const visible = [...document.querySelectorAll(controls)].filter((element) => element.checkVisibility());
    for (const [at, element] of visible.entries()) element.setAttribute("data-mark", String(at));
    return visible.length;
  });
}

function focusedMark(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute("data-mark") ?? null);
}
