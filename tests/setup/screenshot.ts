import { launchBrowser } from "./browser";

// Takes the README's picture of a running application with demo data: npm run screenshot [-- http://localhost:3000]
const baseURL = process.argv[2] ?? "http://localhost:3000";

const browser = await launchBrowser();
const page = await browser.newPage({ baseURL, viewport: { width: 1200, height: 800 }, deviceScaleFactor: 1 });
await page.goto("/sign-in");
await page.getByRole("button", { name: "Sign in as Ana Lindqvist" }).click();
await page.getByRole("link", { name: "Website 2026" }).click();
await page.locator("[data-audit-log]").waitFor();
await page.mouse.move(0, 0);
await page.addStyleTag({ content: "nextjs-portal { display: none }" });
await page.screenshot({ path: "docs/screenshot.png" });
await browser.close();
