import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { exportFormats } from "@/modules/auditLog/export/export.types";
import { openDatabase } from "./support/database";
import { textOf } from "./support/forms";
import { actionNames, routeMethods } from "./support/inventory";
import { problemOf } from "./support/problems";
import { Visitor } from "./support/visitor";
import { canary, makeScene, type Scene } from "./renamed/scene";
import { steps } from "./renamed/steps";

const sql = openDatabase();
const logPath = inject("logPath");
const recorded = steps.filter(({ isCosmetic }) => !isCosmetic);
const failed = "The activity can’t be shown just now.";
let scene: Scene;
let logStart: number;
let startedAt: Date;

beforeAll(async () => {
  scene = await makeScene(sql);
  logStart = readFileSync(logPath).length;
  startedAt = new Date();
  await sql`alter table audit_logs rename to audit_logs_away`;
});

afterAll(async () => {
  await sql`alter table if exists audit_logs_away rename to audit_logs`;
});

describe("while audit_logs is away", () => {
  it("every server action and every changing method of a route is tried", () => {
    const tried = steps.map(({ what }) => what);
    const changing = routeMethods.filter((route) => !/^GET |\/api\/(auth|cron)\//.test(route));
    expect([...new Set(tried)].sort()).toEqual([...actionNames, ...changing].filter(isOffered).sort());
  });

  it.each(steps)("$what still does its work", async ({ run, changed }) => {
    const { status, body, headers } = await run(scene);
    expect([200, 201, 204, 303], body).toContain(status);
    expect(headers.get("location") ?? "").not.toContain("error=");
    expect(await changed(scene)).toBe(true);
  });

  it.each([
    ["/projects/", () => `/projects/${scene.project}`, "Handbook"],
    ["/posts/", () => `/posts/${scene.post}`, "Delete post…"],
    ["/members", () => "/members", "carla@demo.example"],
    ["/account", () => "/account", "Change password"],
    ["/admin/audit", () => "/admin/audit", "Audit log"],
    ["/admin/audit/actors/", () => `/admin/audit/actors/${scene.ana.id}`, "Ana Lindqvist"],
    ["/admin/audit/resources/", () => `/admin/audit/resources/post/${scene.post}`, "Summary"],
  ])("%s is whole but for its feed", async (_, path, content) => {
    const { status, body } = await scene.ana.visitor.ask(path());
    expect(status).toBe(200);
    expect(textOf(body)).toContain(failed);
    expect(textOf(body)).toContain(content);
    expect(textOf(body)).toContain("Sign out");
  });

  it("an entry’s page says that it can’t be read, whether there is one or not", async () => {
    const { status, body } = await scene.ana.visitor.ask("/admin/audit/0193b3f0-0000-7000-8000-000000000000");
    expect(status).toBe(200);
    expect(textOf(body)).toContain("The audit log can’t be read just now.");
  });

  it.each(exportFormats)("an export as %s is refused before a file begins", async (format) => {
    const answer = await scene.ana.visitor.ask(`/api/audit/export?q=created:all&format=${format}`);
    expect(problemOf(answer)).toEqual({ status: 500, code: "internal" });
    expect(textOf((await scene.ana.visitor.ask("/admin/audit/exports")).body)).toContain("Broke off");
  });

  it("the server's output holds ids and codes, and nothing of what was entered", () => {
    const output = readFileSync(logPath).subarray(logStart).toString();
    expect(output).not.toContain(canary);
    const lines = output.split("\n").filter((line) => line !== "");
    const others = lines.filter(
      (line) => !/"event":"(audit_log.(feed|summary)_failed|(page|route).failed)"/.test(line),
    );
    expect(others).toEqual([]);
  });

  it("the health tells how many entries wait, and why", async () => {
    const health = await askHealth();
    expect(health).toMatchObject({ status: "degraded", dropped: 0, dead: 0, lastError: { code: "42P01" } });
    expect(health.spooled).toBeGreaterThanOrEqual(recorded.length);
  });
});

it("works again once the table is back", async () => {
  await sql`alter table audit_logs_away rename to audit_logs`;
  const title = `${canary} again`;
  const { status } = await scene.ana.visitor.json("PATCH", `/api/posts/${scene.post}`, { title });
  expect(status).toBe(200);
  for (const path of [`/posts/${scene.post}`, "/admin/audit"]) {
    const said = textOf((await scene.ana.visitor.ask(path)).body);
    expect(said).toContain(`Ana Lindqvist edited the post “${title}”`);
    expect(said).not.toContain(failed);
  }
  expect((await new Visitor().ask("/api/health")).status).toBe(200);
});

it("delivers what was logged meanwhile", async () => {
  await expect.poll(async () => (await askHealth()).spooled, { timeout: 20_000 }).toBe(0);
  const [late] = await sql`select count(*)::int as count from audit_logs
    where recorded_at > created_at + interval '100 ms' and created_at > ${startedAt}`;
  expect(late?.count).toBeGreaterThanOrEqual(recorded.length);
  expect(await askHealth()).toMatchObject({ status: "ok", dropped: 0, dead: 0 });
});

const healthSchema = z.looseObject({ status: z.string(), spooled: z.number() });

async function askHealth() {
  return healthSchema.parse(JSON.parse((await new Visitor().ask("/api/health/audit")).body));
}

/** The one-click accounts stand on no page of a server that was not told of demo data. */
function isOffered(name: string): boolean {
  return name !== "sign-in#signInAsDemo";
}
