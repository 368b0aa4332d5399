import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { prepareBrowser } from "./support/browser";
import { Visitor } from "./support/visitor";

const { openPage } = prepareBrowser();
let ana: Visitor;
let post: string;

beforeAll(async () => {
  ana = await Visitor.signIn("ana@demo.example");
  const [project = ""] = /\/projects\/[0-9a-f-]{36}/.exec((await ana.ask("/projects")).body) ?? [];
  [post = ""] = /\/posts\/[0-9a-f-]{36}/.exec((await ana.ask(project)).body) ?? [];
});

/** The script files that the browser loads for a page, and their sizes in bytes. */
async function scriptsOf(path: string): Promise<Record<string, number>> {
  const page = await openPage(ana);
  const sizes: Record<string, number> = {};
  const loading: Promise<void>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    const measure = async () => {
      sizes[response.url()] = (await response.body()).length;
    };
    loading.push(measure());
  });
  await page.goto(path, { waitUntil: "networkidle" });
  await Promise.all(loading);
  return sizes;
}

it("a page with a feed loads the very scripts of one without", async () => {
  const withFeed = await scriptsOf("/admin/audit");
  const withoutFeed = await scriptsOf("/billing");
  expect(Object.keys(withFeed).length).toBeGreaterThan(0);
  expect(withFeed).toEqual(withoutFeed);
});

it("a feed that is told of what is new loads 1.5 kB more at most", async () => {
  const more = bytesOf(await scriptsOf(post)) - bytesOf(await scriptsOf("/billing"));
  expect(more).toBeGreaterThan(0);
  expect(more).toBeLessThan(1_500);
});

function bytesOf(scripts: Record<string, number>): number {
  return Object.values(scripts).reduce((sum, bytes) => sum + bytes, 0);
}

it("no component of ours is sent to the browser but that one", () => {
  const manifests = readdirSync(".next/server/app", { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith("client-reference-manifest.js"),
  );
  expect(manifests.length).toBeGreaterThan(10);
  const all = manifests.map((file) => readFileSync(`.next/server/app/${file}`, "utf8")).join("\n");
  expect(all).toContain("node_modules/next/");
  const ours = all.match(/(?:components\/(?:auditLog|ui)|app)\/[\w.-]+\.tsx/g);
  expect(new Set(ours)).toEqual(new Set(["components/auditLog/AuditLogLive.tsx"]));
});
