import { randomBytes } from "node:crypto";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { demoPassword } from "@/modules/auth/demoAccounts.types";
import { blockScripts } from "@/tests/setup/browser";
import { prepareBrowser } from "./support/browser";

const { openPage } = prepareBrowser();

type Mode = { mode: string; prepare: (page: Page) => Promise<void> };
const modes: Mode[] = [
  { mode: "with scripts", prepare: async () => {} },
  { mode: "with every script file blocked", prepare: blockScripts },
];

describe.each(modes)("$mode", ({ prepare }) => {
  const mark = randomBytes(4).toString("hex");

  async function open(): Promise<Page> {
    const page = await openPage();
    await prepare(page);
    return page;
  }

  it("tells of a post's life where it was lived, and at its author", async () => {
    const page = await open();
    const [before, after] = [`Q3 plan ${mark}`, `Q3 plan, final ${mark}`];
    await signIn(page, "ana@demo.example");

    await page.getByRole("link", { name: "Handbook" }).click();
    await heading(page, "Handbook");
    const project = page.url();
    await fill(page, "Title", before);
    await press(page, "Create post");
    await heading(page, before);
    const post = page.url();

    await fill(page, "Title", after);
    await press(page, "Save");
    await heading(page, after);
    expect(
      await missing(page, [
        `Ana Lindqvist created the post “${before}”`,
        `Ana Lindqvist edited the post “${after}”`,
      ]),
    ).toEqual([]);

    await page.getByText("Delete post…").click();
    await fill(page, "Reason (optional)", "Out of date");
    await press(page, "Delete for good");
    await heading(page, "Handbook");
    expect(await page.getByRole("link", { name: after }).count()).toBe(0);

    const told = [
      `Ana Lindqvist deleted the post “${after}”`,
      `Ana Lindqvist edited the post “${after}”`,
      `Ana Lindqvist created the post “${before}”`,
    ];
    expect(await missing(page, told)).toEqual([]);
    await page.goto(project);
    expect(await missing(page, told)).toEqual([]);
    await page.goto(post);
    await page.getByText("This post was deleted").waitFor();
    expect(await missing(page, told)).toEqual([]);
    await page.goto("/admin/audit");
    expect(await missing(page, told)).toEqual([]);
    await page
      .getByRole("link", { name: "Ana Lindqvist" })
      .and(page.locator("[href*='/actors/']"))
      .first()
      .click();
    await page.waitForURL("**/admin/audit/actors/*");
    await heading(page, "Ana Lindqvist");
    expect(await missing(page, told)).toEqual([]);
    await entry(page, told[1] ?? "")
      .getByText(`${before} → ${after}`)
      .waitFor();
  });

  it("renames, archives and deletes a project", async () => {
    const page = await open();
    await signIn(page, "bo@demo.example");
    await fill(page, "Name", `Move ${mark}`);
    await press(page, "Create project");
    await heading(page, `Move ${mark}`);
    await fill(page, "Project name", `Big move ${mark}`);
    await press(page, "Rename");
    await heading(page, `Big move ${mark}`);
    expect(await missing(page, [`Bo Chen renamed the project “Big move ${mark}”`])).toEqual([]);
    await press(page, "Archive project");
    await page.getByText("This project is archived").waitFor();
    await page.getByText("Delete project…").click();
    await press(page, "Delete for good");
    await heading(page, "Projects");
    expect(await page.getByRole("link", { name: `Big move ${mark}` }).count()).toBe(0);
    await page.goto("/admin/audit");
    expect(
      await missing(page, [
        `Bo Chen archived the project “Big move ${mark}”`,
        `Bo Chen deleted the project “Big move ${mark}”`,
      ]),
    ).toEqual([]);
  });

  it("manages members and the plan", async () => {
    const page = await open();
    await signIn(page, "ana@demo.example");
    await page.goto("/members");
    await fill(page, "E-mail address", `${mark}@example.com`);
    await press(page, "Invite");
    await page
      .getByRole("listitem")
      .filter({ hasText: `${mark}@example.com` })
      .first()
      .waitFor();
    await press(page, `Cancel the invitation of ${mark}@example.com`);
    for (const [role, said] of [
      ["admin", "Administrator"],
      ["member", "Member"],
    ] as const) {
      await page.getByLabel("Role of Carla Mendes").selectOption(role);
      await press(page, "Change role of Carla Mendes");
      await person(page, "carla@demo.example").getByText(said, { exact: true }).first().waitFor();
    }
    expect(
      await missing(page, [
        `Ana Lindqvist invited ${mark}@example.com to Acme Studio as member`,
        `Ana Lindqvist canceled the invitation of ${mark}@example.com to Acme Studio`,
        "Ana Lindqvist changed the role of Carla Mendes in Acme Studio",
      ]),
    ).toEqual([]);

    await page.goto("/billing");
    for (const [plan, said] of [
      ["team", "Team"],
      ["business", "Business"],
    ] as const) {
      await page.getByRole("combobox", { name: "Plan" }).selectOption(plan);
      await press(page, "Change plan");
      await page.getByText(`Your organization is on the ${said} plan.`).waitFor();
    }
    await page.goto("/admin/audit");
    expect(await missing(page, ["Ana Lindqvist changed the plan of Acme Studio"])).toEqual([]);
  });

  it("opens an account, joins by invitation, renames and signs out", async () => {
    const email = `new-${mark}@example.com`;
    const owner = await open();
    await signIn(owner, "ana@demo.example");
    await owner.goto("/members");
    await fill(owner, "E-mail address", email);
    await press(owner, "Invite");
    await owner.getByRole("listitem").filter({ hasText: email }).first().waitFor();

    const page = await open();
    await page.goto("/sign-up");
    await fill(page, "Name", "Nora Berg");
    await fill(page, "E-mail address", email);
    await fill(page, "Password", demoPassword);
    await press(page, "Create account");
    await heading(page, "You belong to no organization yet");
    await page.goto("/account");
    await press(page, "Accept");
    await heading(page, "Projects");

    await page.goto("/account");
    await fill(page, "Current password", "not-the-password");
    await fill(page, "New password", "another-password");
    await press(page, "Change password");
    expect(await page.locator("main").getByRole("alert").textContent()).toBe(
      "The current password is wrong.",
    );
    await fill(page, "Your name", `Nora ${mark}`);
    await press(page, "Rename");
    await page.getByRole("link", { name: `Nora ${mark}` }).waitFor();
    expect(await missing(page, [`Nora Berg changed their name to Nora ${mark}`])).toEqual([]);
    await press(page, "Sign out");
    await heading(page, "Sign in");
    await page.goto("/projects");
    await heading(page, "Sign in");

    await owner.goto("/members");
    await press(owner, `Remove… Nora ${mark}`, "summary");
    await press(owner, `Remove Nora ${mark}`);
    expect(
      await missing(owner, [
        `Nora Berg joined Acme Studio as member`,
        `Ana Lindqvist removed Nora ${mark} from Acme Studio`,
      ]),
    ).toEqual([]);
  });

  it("says so when a password is wrong", async () => {
    const page = await open();
    await signIn(page, "ana@demo.example", "not-the-password");
    expect(await page.locator("main").getByRole("alert").textContent()).toBe(
      "The e-mail address or the password is wrong.",
    );
  });
});

async function signIn(page: Page, email: string, password?: string) {
  await page.goto("/sign-in");
  await fill(page, "E-mail address", email);
  await fill(page, "Password", password ?? demoPassword);
  await press(page, "Sign in");
  if (password === undefined) await heading(page, "Projects");
}

function fill(page: Page, label: string, value: string) {
  return page.getByLabel(label, { exact: true }).fill(value);
}

function press(page: Page, name: string, element = "button") {
  const found =
    element === "button"
      ? page.getByRole("button", { name, exact: true })
      : page.locator(element).filter({ hasText: name });
  return found.click();
}

function heading(page: Page, name: string) {
  return page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
}

function person(page: Page, email: string) {
  return page.getByRole("listitem").filter({ hasText: email });
}

function entry(page: Page, sentence: string) {
  return page.locator("[data-entry-id]").filter({ hasText: sentence }).first();
}

/** Which of the sentences the page's feed doesn't tell in the end. */
async function missing(page: Page, sentences: readonly string[]): Promise<string[]> {
  for (const sentence of sentences) await entry(page, sentence).waitFor();
  const told = await page.locator("[data-entry-id]").allInnerTexts();
  return sentences.filter((sentence) => !told.some((text) => text.includes(sentence)));
}
