import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { createPost, createProject, foundOrganization, type Organization } from "./support/organization";
import { lineOf, prepareReader, search, sentencesOf, settle } from "./support/reader";
import { Visitor } from "./support/visitor";

const { open } = prepareReader();
let studio: Organization;

beforeAll(async () => {
  studio = await foundOrganization();
  const { olga, nils } = studio;
  const harbor = await createProject(olga, "Harbor");
  const quay = await createProject(olga, "Quay");
  await createPost(olga, { projectId: harbor, title: "Tides" });
  await createPost(nils, { projectId: harbor, title: "Boats" });
  await nils.json("DELETE", `/api/projects/${harbor}`);
  await olga.json("DELETE", `/api/projects/${quay}`);
});

const tried = "Nils Dahl tried to delete the project “Harbor” Denied";
const deleted = "Olga Berg deleted the project “Quay”";

async function openConsole(line = ""): Promise<Page> {
  return open(studio.olga, `/admin/audit?${new URLSearchParams({ q: line }).toString()}`);
}

async function headOf(page: Page): Promise<string> {
  await settle(page);
  return page.locator("[data-audit-log-result] strong").innerText();
}

const chipsOf = (page: Page) =>
  page.getByRole("list", { name: "Active filters" }).getByRole("listitem").locator("code").allInnerTexts();

describe("the typed line", () => {
  it("finds what it says, and stays in its field and in the address", async () => {
    const page = await openConsole();
    await search(page, "actor:nils -outcome:success");
    expect(await sentencesOf(page)).toEqual([tried]);
    expect(await headOf(page)).toBe("1 entry");
    expect(await page.getByLabel("Search the audit log").inputValue()).toBe("actor:nils -outcome:success");
    await page.reload();
    expect(await sentencesOf(page)).toEqual([tried]);
  });

  it("finds plain words, and says when there is nothing", async () => {
    const page = await openConsole();
    await search(page, "Quay");
    expect(await sentencesOf(page)).toEqual([deleted, "Olga Berg created the project “Quay”"]);
    await search(page, "nowhere");
    expect(await sentencesOf(page)).toEqual([]);
    expect(await headOf(page)).toBe("No entries");
    for (const more of ["Nothing matches.", "Export everything this search finds"])
      expect(await page.getByText(more).count()).toBe(0);
    expect(await page.locator("[data-audit-log-histogram]").count()).toBe(0);
  });

  it("is told where it is wrong, and nothing is searched until it is right", async () => {
    const page = await openConsole();
    await search(page, "actr:nils Harbor created:2026-13-45");
    expect(await page.locator("mark").allInnerTexts()).toEqual(["actr", "2026-13-45"]);
    const field = page.getByLabel("Search the audit log");
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    const described = ((await field.getAttribute("aria-describedby")) ?? "").split(" ");
    const alert = page.locator(described.map((id) => `#${id}`).join(", ")).and(page.locator(":has(mark)"));
    expect(await alert.getByRole("listitem").count()).toBe(2);
    expect(await page.locator("[data-audit-log], [data-audit-log-histogram]").count()).toBe(0);
    await search(page, "actor:nils Harbor outcome:denied");
    expect(await page.locator("mark").count()).toBe(0);
    expect(await sentencesOf(page)).toEqual([tried]);
  });

  it("of another organization is refused at its place", async () => {
    const page = await openConsole("Harbor organization:acme-studio");
    expect(await page.locator("mark").allInnerTexts()).toEqual(["organization:acme-studio"]);
    await page.getByText("Only your own organization’s entries can be searched").waitFor();
  });
});

describe("the filter panel", () => {
  it("makes a line of its fields, and is filled in from it", async () => {
    const page = await openConsole("-actor:olga");
    await page.getByText("Filter by fields").click();
    await page.getByLabel("Actor", { exact: true }).fill("nils");
    await page.getByLabel("Everything (project.*)").check();
    await page.getByRole("checkbox", { name: "Denied" }).check();
    await page.getByLabel("Time", { exact: true }).selectOption("7d");
    await page.getByRole("button", { name: "Apply filter" }).click();
    await page.waitForURL((url) => url.searchParams.has("q"));
    expect((await chipsOf(page)).sort()).toEqual(
      ["-actor:olga", "action:project.*", "actor:nils", "outcome:denied"].toSorted(),
    );
    expect(lineOf(page)).toContain("created:7d");
    expect(await sentencesOf(page)).toEqual([tried]);

    await page.getByText("Filter by fields").click();
    expect(await page.getByLabel("Actor", { exact: true }).inputValue()).toBe("nils");
    expect(await page.getByLabel("Everything (project.*)").isChecked()).toBe(true);
    expect(await page.getByRole("checkbox", { name: "Denied" }).isChecked()).toBe(true);
    expect(await page.getByRole("checkbox", { name: "Success" }).isChecked()).toBe(false);
    await page.getByRole("checkbox", { name: "Denied" }).uncheck();
    await page.getByLabel("Actor", { exact: true }).fill("");
    await page.getByRole("button", { name: "Apply filter" }).click();
    await page.waitForURL((url) => !url.search.includes("outcome"));
    expect((await chipsOf(page)).sort()).toEqual(["-actor:olga", "action:project.*"]);
    expect(await sentencesOf(page)).toEqual([tried]);
  });

  it("finds days, both included", async () => {
    const page = await openConsole("action:project.deleted");
    const today = new Date().toISOString().slice(0, 10);
    const choose = async (from: string, to: string) => {
      await page.getByText("Filter by fields").click();
      await page.getByLabel("From day").fill(from);
      await page.getByLabel("To day, included").fill(to);
      await page.getByRole("button", { name: "Apply filter" }).click();
      await page.waitForURL((url) => url.searchParams.get("q")?.includes(to) === true);
    };
    await choose("2026-01-01", today);
    expect(await sentencesOf(page)).toEqual([deleted, tried]);
    await choose("2020-01-01", "2020-01-31");
    expect(await sentencesOf(page)).toEqual([]);
  });

  it("lets an operator choose an organization, and nobody else", async () => {
    const own = await openConsole();
    await own.getByText("Filter by fields").click();
    expect(await own.getByLabel("Organization", { exact: true }).count()).toBe(0);

    const page = await open(
      await Visitor.signIn("priya@demo.example"),
      "/admin/audit?q=action:project.deleted",
    );
    await page.getByText("Filter by fields").click();
    await page.getByRole("combobox", { name: "Organization" }).fill(studio.name);
    await page.getByRole("button", { name: "Apply filter" }).click();
    await page.waitForURL((url) => url.searchParams.get("q")?.includes(studio.name) === true);
    expect(await sentencesOf(page)).toEqual([deleted, tried]);
  });
});

describe("what is a click away", () => {
  it("a chip takes its term out", async () => {
    const page = await openConsole("actor:nils action:project.deleted created:2020-01");
    expect(await chipsOf(page)).toEqual(["actor:nils", "action:project.deleted", "created:2020-01"]);
    await page.getByRole("link", { name: "Remove created:2020-01" }).click();
    await page.waitForURL((url) => !url.search.includes("2020"));
    expect(await sentencesOf(page)).toEqual([tried]);
    await page.getByRole("link", { name: "Remove actor:nils" }).click();
    await page.waitForURL((url) => !url.search.includes("nils"));
    expect(await sentencesOf(page)).toEqual([deleted, tried]);
    await page.getByRole("link", { name: "Remove all" }).click();
    await page.waitForURL("**/admin/audit");
    expect(await chipsOf(page)).toEqual([]);
    expect((await sentencesOf(page)).length).toBeGreaterThan(6);
  });

  it("a preset changes how far back is looked, and says so", async () => {
    const page = await openConsole("Quay");
    await page.getByText("the last 30 days, because the query names no dates").waitFor();
    await page.getByRole("link", { name: "24 hours", exact: true }).click();
    await page.waitForURL((url) => url.searchParams.get("q") === "Quay created:24h");
    expect(await page.locator("[aria-current=true]").allInnerTexts()).toEqual(["24 hours"]);
    expect((await sentencesOf(page))[0]).toBe(deleted);
    await page.getByRole("link", { name: "All time", exact: true }).click();
    await page.waitForURL((url) => url.searchParams.get("q") === "Quay created:all");
    expect(await page.locator("[data-audit-log-result]").innerText()).toContain("all time");
  });

  it("a ready question is asked", async () => {
    const page = await openConsole();
    await page.getByRole("link", { name: "Refused and failed attempts" }).click();
    await page.waitForURL("**q=*");
    expect(await sentencesOf(page)).toEqual([tried]);
  });

  it("an example shows what can be typed", async () => {
    const page = await openConsole();
    await page.getByText("What can be typed here").click();
    await page.getByRole("link", { name: "-outcome:success" }).click();
    await page.waitForURL("**q=*");
    expect(await sentencesOf(page)).toEqual([tried]);
  });

  it("a bar leads to its stretch of time, and to as many entries as it says", async () => {
    const ana = await Visitor.signIn("ana@demo.example");
    const page = await open(
      ana,
      `/admin/audit?${new URLSearchParams({ q: "action:project.* created:90d" })}`,
    );
    const bars = page.getByRole("list", { name: "Entries over time" }).getByRole("link");
    const first = bars.first();
    const [, said = ""] = /: (\d+ entr\w+)$/.exec((await first.getAttribute("title")) ?? "") ?? [];
    expect(await bars.count()).toBeGreaterThan(1);
    await first.click();
    await page.waitForURL((url) => !url.search.includes("90d"));
    expect(await chipsOf(page)).toContainEqual(expect.stringMatching(/^created:/));
    expect(await headOf(page)).toBe(said);
    expect((await sentencesOf(page)).at(-1)).toMatch(/^Ana Lindqvist created the project “/);
  });

  it("the same bars stand in a table", async () => {
    const page = await openConsole("action:project.created");
    await page.getByText("The same as a table").click();
    const row = page.getByRole("row").filter({ has: page.getByRole("link") });
    expect(await row.getByRole("cell").allInnerTexts()).toEqual(["2"]);
    await row.getByRole("link").click();
    await page.waitForURL((url) => url.search.includes("created%3A"));
    expect(await sentencesOf(page)).toEqual([
      "Olga Berg created the project “Quay”",
      "Olga Berg created the project “Harbor”",
    ]);
  });
});
