import type { Page } from "playwright-core";

// React holds the places of what streams in with templates, and shows it a moment after it came.
const pending = "[aria-busy=true], template[id^='B:']";

/** Opens a page and waits until what streams in is in its place. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForFunction((selector) => document.querySelector(selector) === null, pending);
  await page.evaluate(() => document.fonts.ready.then(() => null));
}
