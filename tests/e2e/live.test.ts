import { randomBytes } from "node:crypto";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { demoPassword } from "@/modules/auth/demoAccounts.types";
import { blockScripts } from "@/tests/setup/browser";
import { finish, spawnScript } from "@/tests/setup/embedded";
import { patience } from "@/tests/setup/patience";
import { addressOf } from "./support/address";
import { prepareBrowser } from "./support/browser";
import { openDatabase } from "./support/database";
import { Visitor } from "./support/visitor";

const { openPage } = prepareBrowser();
const sql = openDatabase();
const created = z.object({ id: z.string() });

let ana: Visitor;
let bo: Visitor;
let path: string;

beforeAll(async () => {
  [ana, bo] = [await Visitor.signIn("ana@demo.example"), await Visitor.signIn("bo@demo.example")];
});

beforeEach(async () => {
  const { body } = await ana.json("POST", "/api/projects", {
    name: `Live ${randomBytes(4).toString("hex")}`,
  });
  path = `/projects/${created.parse(JSON.parse(body)).id}`;
  // No stream of another test is open any more.
  await untilListening(0);
});

async function untilListening(count: number): Promise<void> {
  await expect.poll(listening, patience).toBe(count);
}

/** How many connections the application's processes hear hints on: one each, as long as anybody listens. */
async function listening(): Promise<number> {
  const rows = await sql`select 1 from pg_stat_activity
    where datname = current_database() and application_name = 'audit_log_live'`;
  return rows.length;
}

/** Bo does something in the project. */
async function post(title: string): Promise<void> {
  const { status } = await bo.json("POST", "/api/posts", { projectId: path.split("/").at(-1), title });
  expect(status).toBe(201);
}

async function openFeed(visitor = ana): Promise<Page> {
  const page = await openPage(visitor);
  await page.goto(path);
  await untilListening(1);
  return page;
}

const news = (page: Page) => page.getByRole("status").getByRole("link");
const newsOf = (page: Page) => news(page).allTextContents();

/** What the browser does when the page's tab is left or seen again, as far as a page notices. */
async function show(page: Page, isSeen: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, !isSeen);
}

describe("a feed left open", () => {
  it("says how many entries are new, and leads to them", async () => {
    const page = await openFeed();
    expect(await newsOf(page)).toEqual([]);
    await post("First");
    await expect.poll(() => newsOf(page), patience).toEqual(["1 new entry"]);
    await post("Second");
    await expect.poll(() => newsOf(page), patience).toEqual(["2 new entries"]);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    expect(await page.getByText("created the post “Second”").count()).toBe(0);
    await news(page).click();
    await page.getByText("created the post “Second”").waitFor();
    expect(await newsOf(page)).toEqual([]);
    await post("Third");
    await expect.poll(() => newsOf(page), patience).toEqual(["1 new entry"]);
  });

  it("says so on an older page too, in the viewer's language", async () => {
    await Promise.all(Array.from({ length: 26 }, (_, at) => post(`Of many ${at}`)));
    const visitor = await Visitor.signIn("ana@demo.example");
    visitor.setCookie("locale", "ar");
    const page = await openFeed(visitor);
    await page.locator("[href*='cursor=']").first().click();
    await page.waitForURL("**cursor=**");
    await untilListening(1);
    await Promise.all([post("One"), post("Two"), post("Three")]);
    await expect.poll(() => newsOf(page), patience).toEqual([expect.stringMatching(/^[3٣] أنشطة جديدة$/)]);
    expect(await news(page).evaluate((element) => getComputedStyle(element).direction)).toBe("rtl");
    await news(page).click();
    await page.waitForURL((url) => !url.search.includes("cursor"));
    await page.getByText("Three").first().waitFor();
  });

  it("is told what it missed when its connection was lost", async () => {
    const page = await openFeed();
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'audit_log_live'`;
    await post("While nobody listened");
    await expect.poll(() => newsOf(page), patience).toEqual(["1 new entry"]);
    await untilListening(1);
  });

  it("listens only while it is seen, and then hears what it missed", async () => {
    const page = await openFeed();
    await show(page, false);
    await untilListening(0);
    await post("Unseen");
    await show(page, true);
    await expect.poll(() => newsOf(page), patience).toEqual(["1 new entry"]);
  });

  it("holds nothing any more once it is closed, or left", async () => {
    const page = await openFeed();
    await page.goto("/billing");
    await untilListening(0);
    await page.goBack();
    await untilListening(1);
    await post("After the return");
    await expect.poll(() => newsOf(page), patience).toEqual(["1 new entry"]);
    await page.close();
    await untilListening(0);
  });
});

it("with every script file blocked the feed is all there, and nothing asks for what is new", async () => {
  await post("There from the start");
  const asked: string[] = [];
  const page = await openPage(ana);
  await blockScripts(page);
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(path);
  await page.getByText("created the post “There from the start”").waitFor();
  await page.getByText("created the project").waitFor();
  expect(await newsOf(page)).toEqual([]);
  expect(asked).not.toContain("/api/audit/live");
});

it("a server that is asked to stop does so although streams are open", async () => {
  const secret = randomBytes(32).toString("hex");
  const env = { DATABASE_URL: inject("databaseUrl"), AUTH_SECRET: secret, APP_URL: "", PORT: "0" };
  const script = ["db/withDatabase.ts", "--", "next", "start"];
  const child = spawnScript(script, { ...env, NODE_ENV: "production" });
  const end = finish(child);
  const visitor = new Visitor(await addressOf(child));
  await visitor.json("POST", "/api/auth/sign-in/email", {
    email: "ana@demo.example",
    password: demoPassword,
  });
  const [, src = ""] = /(\/api\/audit\/live\?.+?)\\?"/.exec((await visitor.ask(path)).body) ?? [];
  const url = visitor.baseUrl + src.replaceAll(String.raw`\u0026`, "&");
  const response = await fetch(url, { headers: { cookie: visitor.cookieHeader } });
  expect(response.status).toBe(200);
  child.kill("SIGTERM");
  expect(await response.text()).toMatch(/^retry: \d+\n\n/);
  await end;
});
