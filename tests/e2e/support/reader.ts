import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect } from "vitest";
import { blockScripts } from "@/tests/setup/browser";
import { prepareBrowser } from "./browser";
import type { Visitor } from "./visitor";

/** As `prepareBrowser`, for whoever reads with every script file blocked. */
export function prepareReader() {
  const { openPage } = prepareBrowser();
  const scripts = { loaded: 0, refused: 0 };

  beforeEach(() => {
    Object.assign(scripts, { loaded: 0, refused: 0 });
  });
  afterEach(() => {
    expect(scripts.loaded).toBe(0);
    expect(scripts.refused).toBeGreaterThan(0);
  });

  const open = async (visitor: Visitor, path: string): Promise<Page> => {
    const page = await openPage(visitor);
    await blockScripts(page);
    page.on("requestfinished", (request) => {
      if (request.resourceType() === "script") scripts.loaded++;
    });
    page.on("requestfailed", (request) => {
      if (request.resourceType() === "script") scripts.refused++;
    });
    await page.goto(path);
    await settle(page);
    return page;
  };
  return { open };
}

/** Waits until everything has streamed in: React puts it in its place a moment after the page is loaded. */
export async function settle(page: Page): Promise<void> {
  await page.waitForLoadState();
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
}

/** What the page's feed says, a sentence each, newest first; what is repeated counts once. */
export async function sentencesOf(page: Page): Promise<string[]> {
  await settle(page);
  const told = await page.locator("[data-audit-log] [data-entry-id] > div > div > p").allInnerTexts();
  return told.map((text) => text.replaceAll(/\s+/g, " ").trim());
}

/** Every entry that the page's feed shows, also those behind a repeat. */
export async function idsOf(page: Page): Promise<string[]> {
  await settle(page);
  return page
    .locator("[data-audit-log] [data-entry-id]")
    .evaluateAll((entries) => entries.map((entry) => entry.getAttribute("data-entry-id") ?? ""));
}

/** The query that the console shows, as it stands in its address. */
export function lineOf(page: Page): string {
  return new URL(page.url()).searchParams.get("q") ?? "";
}

/** Types a query and presses Enter. */
export async function search(page: Page, line: string): Promise<void> {
  const field = page.getByRole("searchbox", { name: "Search the audit log" });
  await field.fill(line);
  await field.press("Enter");
  await page.waitForURL((url) => url.searchParams.get("q") === line);
  await settle(page);
}
