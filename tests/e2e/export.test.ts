import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { parseCsv } from "@/tests/unit/exportSupport";
import { createPost, createProject, foundOrganization, type Organization } from "./support/organization";
import { idsOf, prepareReader, sentencesOf } from "./support/reader";

const { open } = prepareReader();
const rowSchema = z.object({ id: z.string(), action: z.string(), resourceName: z.string() });
const line = "action:post.*,project.* actor:olga";
const hostile = '=HYPERLINK("https://example.com","Click, me")';

let studio: Organization;

beforeAll(async () => {
  studio = await foundOrganization();
  const { olga, nils } = studio;
  const projectId = await createProject(olga, "Harbor, “north”");
  await createPost(olga, { projectId, title: hostile });
  await createPost(nils, { projectId, title: "Of somebody else" });
  await Promise.all(
    Array.from({ length: 60 }, (_, at) => createPost(olga, { projectId, title: `Boat ${at}` })),
  );
});

async function openConsole(): Promise<Page> {
  return open(studio.olga, `/admin/audit?${new URLSearchParams({ q: line }).toString()}`);
}

/** Sends the console's form; answers the file that the browser saves. */
async function download(page: Page, format: string): Promise<{ name: string; text: string }> {
  await page.getByLabel("Export everything this search finds").selectOption({ label: format });
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const file = await downloading;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

/** The ids of every entry that the console finds, over all its pages. */
async function idsOfAllPages(page: Page): Promise<string[]> {
  const ids = await idsOf(page);
  const older = page.getByRole("link", { name: "Older activity" });
  while (await older.isVisible()) {
    const shown = page.url();
    await older.click();
    await page.waitForURL((url) => url.href !== shown);
    ids.push(...(await idsOf(page)));
  }
  return ids;
}

describe("the console's export form", () => {
  it("saves what was found as CSV: every row, of every page, and formulas inert", async () => {
    const page = await openConsole();
    const { name, text } = await download(page, "CSV, for spreadsheets");
    expect(name).toMatch(/^audit-log-\d{8}T\d{6}Z\.csv$/);
    const [head = [], ...rows] = parseCsv(text);
    const records = rows.map((row) => Object.fromEntries(head.map((column, at) => [column, row[at]])));
    const entries = z.array(rowSchema).parse(records);
    expect(entries.map(({ id }) => id)).toEqual(await idsOfAllPages(page));
    expect(entries.length).toBe(62);
    expect(entries.map(({ resourceName }) => resourceName)).toContain("Harbor, “north”");
    expect(entries.map(({ resourceName }) => resourceName)).toContain(`'${hostile}`);
  });

  it("saves it as NDJSON, an entry a line", async () => {
    const page = await openConsole();
    const { name, text } = await download(page, "NDJSON, one entry a line");
    expect(name).toMatch(/\.ndjson$/);
    const entries = text
      .trimEnd()
      .split("\n")
      .map((each) => rowSchema.parse(JSON.parse(each)));
    expect(entries.map(({ id }) => id)).toEqual(await idsOfAllPages(page));
    expect(entries.map(({ resourceName }) => resourceName)).toContain(hostile);
  });

  it.each([
    ["CloudEvents 1.0", { specversion: "1.0" }],
    ["OCSF", { metadata: { product: {} } }],
  ])("saves it as %s", async (format, shape) => {
    const page = await openConsole();
    const { text } = await download(page, format);
    const events = text
      .trimEnd()
      .split("\n")
      .map((each): unknown => JSON.parse(each));
    expect(events.length).toBe(62);
    expect(events[0]).toMatchObject(shape);
  });

  it("leaves word of it, on the page of exports and in the log", async () => {
    const page = await openConsole();
    await download(page, "CSV, for spreadsheets");
    await page.getByRole("link", { name: "Running and past exports" }).click();
    const latest = page.getByRole("main").getByRole("listitem").first();
    expect(await latest.innerText()).toMatch(/Complete[^]*CSV[^]*62 entries/);
    await latest.getByRole("link").click();
    await page.waitForURL("**/admin/audit?q=*");
    expect(await page.locator("[data-audit-log-result]").innerText()).toContain("50 of many");
    await page.goto("/admin/audit?q=action:audit_log.exported");
    expect(await sentencesOf(page)).toContain(
      `Olga Berg exported the audit log of ${studio.name} as csv: “actor:olga action:post.*,project.*”`,
    );
  });
});
