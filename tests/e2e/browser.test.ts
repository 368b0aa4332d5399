import { createServer, type Server } from "node:http";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { blockScripts, launchBrowser } from "@/tests/setup/browser";

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  page = await browser.newPage();
});

afterEach(async () => {
  await page.close();
});

it("renders a page, with its text laid out in a real font", async () => {
  await page.goto("data:text/html,<h1>Post “Q3 plan”</h1>");
  const box = await page.getByRole("heading", { name: "Q3 plan" }).boundingBox();
  expect(box?.height).toBeGreaterThan(10);
});

describe("with script files blocked", () => {
  const files: Record<string, { type: string; body: string }> = {
    "/": {
      type: "text/html",
      body: `<link rel="preload" as="script" href="/chunk"><script>document.title = "inline"</script>
        <script src="/chunk"></script><script type="module">import "/module.js"</script>
        <link rel="stylesheet" href="/style.css"><p>text</p>`,
    },
    "/chunk": { type: "text/javascript", body: `document.title += " chunk"` },
    "/module.js": { type: "text/javascript", body: `document.title += " module"` },
    "/style.css": { type: "text/css", body: `p { color: rgb(1, 2, 3) }` },
  };
  let server: Server;
  let origin: string;
  let requested: string[];

  beforeAll(async () => {
    server = createServer(({ url = "/" }, response) => {
      requested.push(url);
      const file = files[url];
      response.writeHead(file ? 200 : 404, { "content-type": file?.type ?? "text/plain" }).end(file?.body);
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The server has no port");
    origin = `http://127.0.0.1:${address.port}/`;
  });

  beforeEach(() => {
    requested = [];
  });

  afterAll(() => {
    server.close();
  });

  it("runs inline scripts and loads styles, and asks for no script file", async () => {
    await blockScripts(page);
    await page.goto(origin);
    expect(await page.title()).toBe("inline");
    expect(await page.locator("p").evaluate((element) => getComputedStyle(element).color)).toBe(
      "rgb(1, 2, 3)",
    );
    expect(requested.filter((url) => url !== "/favicon.ico").sort()).toEqual(["/", "/style.css"]);
  });

  it("would run them otherwise", async () => {
    await page.goto(origin);
    expect(await page.title()).toBe("inline chunk module");
  });
});
