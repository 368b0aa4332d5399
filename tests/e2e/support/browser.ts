import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, inject } from "vitest";
import { launchBrowser } from "@/tests/setup/browser";
import type { Visitor } from "./visitor";

/** A browser for a test file. Each page gets a profile of its own, and is closed after its test. */
export function prepareBrowser() {
  let browser: Browser;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(async () => {
    await browser.close();
  });

  const openPage = async (visitor?: Visitor): Promise<Page> => {
    const context = await browser.newContext({ baseURL: inject("baseUrl") });
    contexts.push(context);
    if (visitor) await context.addCookies(cookiesOf(visitor));
    return context.newPage();
  };
  return { openPage };
}

function cookiesOf({ cookieHeader, baseUrl }: Visitor) {
  const pairs = cookieHeader.split("; ").filter((pair) => pair !== "");
  return pairs.map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: baseUrl };
  });
}
