import { randomBytes, randomUUID } from "node:crypto";
import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { firstIdAt } from "@/modules/auditLog/capture/id";
import { patience } from "@/tests/setup/patience";
import { openDatabase } from "./support/database";
import { createPost, createProject, foundOrganization, type Organization } from "./support/organization";
import { prepareReader, search, settle } from "./support/reader";
import { Visitor } from "./support/visitor";

const { open } = prepareReader();
const sql = openDatabase();
const mark = randomBytes(4).toString("hex");

let studio: Organization;
let ana: Visitor;

beforeAll(async () => {
  ana = await Visitor.signIn("ana@demo.example");
  studio = await foundOrganization();
  const projectId = await createProject(studio.olga, `Harbor ${mark}`);
  await createPost(studio.nils, { projectId, title: "Boats" });
  await studio.olga.json("DELETE", `/api/projects/${projectId}`);
  await forgeOldDeletion();
});

/** Three years ago somebody who is gone deleted a project: what the log keeps of it. */
async function forgeOldDeletion(): Promise<void> {
  const at = new Date(Date.now() - 3 * 365 * 24 * 60 * 60 * 1_000);
  await sql`
    insert into audit_logs (id, organization_id, actor_type, actor_id, actor_name, action, resource_type,
      resource_id, resource_name, metadata, created_at)
    select ${firstIdAt(at)}, id, 'user', ${randomUUID()}, 'Greta Holm', 'project.deleted', 'project',
      ${randomUUID()}, ${`Lighthouse ${mark}`}, '{"postCount": 2}', ${at}
    from organizations where name = ${studio.name}`;
}

/** How often the log says that somebody searched for a name, and for nobody's deeds not. */
async function countSearches(visitor: Visitor, name: string): Promise<number> {
  const { body } = await visitor.ask("/api/auth/get-session");
  const { user } = z.object({ user: z.object({ id: z.string() }) }).parse(JSON.parse(body));
  const lines = await sql`
    select distinct metadata ->> 'query' from audit_logs
    where action = 'audit_log.viewed' and actor_id = ${user.id}
      and strpos(metadata ->> 'query', '-actor:nobody') > 0 and strpos(metadata ->> 'query', ${name}) > 0`;
  return lines.length;
}

/** Somebody at the console, and how often they typed a line or clicked. */
class Asker {
  interactions = 0;

  constructor(readonly page: Page) {}

  async type(line: string): Promise<void> {
    this.interactions++;
    await search(this.page, line);
  }

  async click(link: Locator): Promise<void> {
    this.interactions++;
    const { page } = this;
    const before = page.url();
    await link.click();
    await page.waitForURL((url) => url.href !== before);
    await settle(page);
  }

  /** Whether the answer stands there to be read. */
  sees(answer: string): Promise<boolean> {
    return this.page.locator("[data-audit-log]").getByText(answer).first().isVisible();
  }
}

/** What somebody does who only types a name, and goes on as the page offers. */
async function askByName(asker: Asker, { name, answer }: Question): Promise<void> {
  await asker.type(name);
  if (await asker.sees(answer)) return;
  await asker.click(asker.page.getByRole("main").getByRole("link", { name: "Search all time" }));
}

type Question = { of: string; who: () => Visitor; name: string; answer: string };

const questions: Question[] = [
  {
    of: "a project deleted just now",
    who: () => studio.olga,
    name: `Harbor ${mark}`,
    answer: `Olga Berg deleted the project “Harbor ${mark}” with its post`,
  },
  {
    of: "a project deleted more than a month ago",
    who: () => ana,
    name: "Summer fair",
    answer: "Bo Chen deleted the project “Summer fair”",
  },
  {
    of: "a project deleted three years ago by somebody who is gone",
    who: () => studio.olga,
    name: `Lighthouse ${mark}`,
    answer: `Greta Holm deleted the project “Lighthouse ${mark}” with its 2 posts`,
  },
];

describe.each(questions)("who deleted $of?", (question) => {
  const { who, name, answer } = question;

  async function sitDown(): Promise<Asker> {
    return new Asker(await open(who(), "/admin/audit"));
  }

  it("is answered to whoever types its name alone, in two interactions at most", async () => {
    const asker = await sitDown();
    await askByName(asker, question);
    expect(await asker.sees(answer)).toBe(true);
    expect(asker.interactions).toBeLessThanOrEqual(2);
  });

  it("is answered to whoever types a query, in one", async () => {
    const asker = await sitDown();
    await asker.type(`action:project.deleted created:all "${name}"`);
    expect(await asker.sees(answer)).toBe(true);
    expect(asker.interactions).toBe(1);
  });

  it("is answered to whoever only clicks, in two", async () => {
    const asker = await sitDown();
    const main = asker.page.getByRole("main");
    await asker.click(main.getByRole("link", { name: "Deletions" }));
    await asker.click(main.getByRole("link", { name: "All time", exact: true }));
    expect(await asker.sees(answer)).toBe(true);
    expect(asker.interactions).toBe(2);
  });

  it("is still answered after many have asked", async () => {
    const lines = Array.from({ length: 60 }, (_, at) => `${name} -actor:nobody${at}`);
    for (const line of lines) await who().ask(`/admin/audit?${new URLSearchParams({ q: line }).toString()}`);
    await expect.poll(() => countSearches(who(), name), patience).toBeGreaterThanOrEqual(lines.length);
    const asker = await sitDown();
    await askByName(asker, question);
    expect(await asker.sees(answer)).toBe(true);
    expect(asker.interactions).toBeLessThanOrEqual(2);
  });
});
