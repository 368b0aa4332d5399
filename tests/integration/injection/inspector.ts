import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launchBrowser } from "@/tests/setup/browser";
import { inspectDocument, type Findings } from "./inspectDocument";

/** What became of a page in a browser. */
export type Report = Findings & {
  /** What it asked for, beside itself. */
  requests: string[];
};

export const origin = "http://audit.test";

/** A browser for a test file, into which pages are put as a server's answer. */
export function prepareInspector(): { inspect: (body: string) => Promise<Report> } {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  return { inspect: (body) => inspect(browser, body) };
}

async function inspect(browser: Browser, body: string): Promise<Report> {
  const page = await browser.newPage();
  const asked = await serve(page, `<!doctype html><html lang="en"><title>Page</title><body>${body}`);
  await page.goto(`${origin}/admin/audit`);
  await page.evaluate(() => {
    for (const closed of document.querySelectorAll("details")) closed.open = true;
  });
  const findings = await page.evaluate(inspectDocument);
  await page.close();
  return { ...findings, requests: asked.slice(1) };
}

/** Answers the first request, and notes every one. */
async function serve(page: Page, html: string): Promise<string[]> {
  const asked: string[] = [];
  await page.route(/./, async (route) => {
    const isFirst = asked.push(route.request().url()) === 1;
    await (isFirst ? route.fulfill({ contentType: "text/html; charset=utf-8", body: html }) : route.abort());
  });
  return asked;
}
