import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { prepareBrowser } from "./support/browser";
import { pagePaths } from "./support/inventory";
import { prepareLooks, type Look } from "./support/looks";
import { settle } from "./support/reader";

const { openPage } = prepareBrowser();
const { looks, people } = prepareLooks();

const schemes = ["light", "dark"] as const;
const directions = { en: "ltr", ar: "rtl" } as const;
const widths = [1280, 360];

it("looks at every page but the one that only leads on", () => {
  const seen = new Set(looks.map(({ of }) => of));
  expect(pagePaths.filter((path) => !seen.has(path))).toEqual(["/"]);
});

describe.each(looks)("$of as $who", (look) => {
  it.each(["en", "ar"] as const)(
    "has nothing that axe finds and never scrolls sideways, read in %s: light and dark, wide and narrow",
    async (locale) => {
      const page = await open(look, locale);
      for (const colorScheme of schemes) {
        // Before the page is there: a button that is still changing its color has the contrast of neither.
        await page.emulateMedia({ colorScheme });
        await page.goto(look.path());
        await settle(page);
        expect(await page.locator("html").getAttribute("dir")).toBe(directions[locale]);
        for (const width of widths) {
          await page.setViewportSize({ width, height: 800 });
          expect(await overhang(page), `${width} px, as it is`).toBe(0);
          await unfold(page, true);
          expect(await overhang(page), `${width} px, unfolded`).toBe(0);
          expect(await findings(page), `${width} px, ${colorScheme}`).toEqual([]);
          await unfold(page, false);
        }
      }
    },
  );
});

async function open({ who }: Look, locale: keyof typeof directions): Promise<Page> {
  const page = await openPage(people[who]);
  await page.context().addCookies([{ name: "locale", value: locale, url: people.anybody.baseUrl }]);
  return page;
}

async function findings(page: Page): Promise<unknown[]> {
  // Without frames there is nothing to gather from other pages, which takes as long as looking itself.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
}

/** Opens or closes everything that unfolds. */
async function unfold(page: Page, isOpen: boolean): Promise<void> {
  await page.evaluate((open) => {
    for (const details of document.querySelectorAll("details")) details.open = open;
  }, isOpen);
}

function overhang(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
