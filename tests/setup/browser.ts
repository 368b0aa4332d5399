import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { unpackChromium } from "./bundledBrowser";

/** A browser's program, and what it needs in its environment beside ours. */
export type BrowserProgram = { executablePath: string; env?: Record<string, string> };

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const macApplications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function findInstalledBrowser(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...candidates, ...macApplications].find((path) => existsSync(path));
}

async function findBrowser(): Promise<BrowserProgram> {
  const executablePath = process.env.CHROMIUM_PATH ?? findInstalledBrowser();
  return executablePath === undefined ? unpackChromium() : { executablePath };
}

/** Starts the browser of `CHROMIUM_PATH`, else an installed one, else the one among the dependencies. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await findBrowser();
  return chromium.launch({ executablePath, args: flags, env: { ...process.env, ...env } });
}

/**
 * Aborts every request for a script file from now on. Scripts are not disabled as such: React puts
 * streamed `<Suspense>` content in its place with an inline script.
 */
export async function blockScripts(page: Page): Promise<void> {
  await page.route(/.*/, async (route) => {
    const isScript =
      route.request().resourceType() === "script" || /\.m?js(\?|$)/.test(route.request().url());
    await (isScript ? route.abort() : route.fallback());
  });
}
