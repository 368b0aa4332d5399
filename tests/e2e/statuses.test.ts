import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { demoPassword } from "@/modules/auth/demoAccounts.types";
import { pagePaths, routeMethods } from "./support/inventory";
import { Visitor } from "./support/visitor";

const id = "6f1c1f0e-3b52-4c1c-9a53-0e8a3f6b7c11";
const fill = (path: string) => path.replaceAll(/\[[^\]]+\]/g, id);
const location = ({ headers }: { headers: Headers }) => headers.get("location");

const openPages = ["/sign-in", "/sign-up"];
const openRoutes = ["/api/health", "/api/health/audit", "/api/auth/[...all]", "/not-found.css"];

const count = z.number().int().min(0);
const healthSchema = z.strictObject({
  status: z.enum(["ok", "degraded"]),
  accepted: count,
  stored: count,
  spooled: count,
  dead: count,
  dropped: count,
  pending: count,
  oldestWaiting: z.iso.datetime().nullable(),
  lastError: z.strictObject({ code: z.string().regex(/^[A-Z0-9_]{3,40}$/), at: z.iso.datetime() }).nullable(),
  spool: z.strictObject({ bytes: count, maxBytes: count }),
});

describe("somebody who is not signed in", () => {
  const anybody = new Visitor();

  it.each(pagePaths.filter((path) => !openPages.includes(path)))(
    "is sent to sign in from %s",
    async (path) => {
      const answer = await anybody.ask(fill(path));
      expect(answer.status).toBe(307);
      const next = new URLSearchParams({ next: path === "/" ? "/projects" : fill(path) });
      expect(location(answer)).toBe(`/sign-in?${next.toString()}`);
    },
  );

  it.each(openPages)("sees %s", async (path) => {
    expect(await anybody.ask(path)).toMatchObject({ status: 200 });
  });

  it.each(routeMethods.filter((route) => !openRoutes.some((open) => route.endsWith(open))))(
    "is refused %s",
    async (route) => {
      const [method = "", path = ""] = route.split(" ");
      const { status, headers, body } = await anybody.json(
        method,
        fill(path),
        method === "GET" ? undefined : {},
      );
      expect(status).toBe(401);
      expect(headers.get("content-type")).toBe("application/problem+json");
      expect(JSON.parse(body)).toMatchObject({ status: 401, code: "unauthenticated" });
    },
  );

  it("may ask how delivery of the audit log fares, and hears nothing of any entry", async () => {
    await Visitor.signIn("ana@demo.example");
    const { status, headers, body } = await anybody.ask("/api/health/audit");
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    const { accepted, stored, spooled, dead, dropped } = healthSchema.parse(JSON.parse(body));
    expect(stored).toBeGreaterThan(0);
    expect(accepted).toBe(stored + spooled + dead + dropped);
  });

  it("has no session", async () => {
    expect(await anybody.ask("/api/auth/get-session")).toMatchObject({ status: 200, body: "null" });
  });

  it("is sent to sign in by a form", async () => {
    const ana = await Visitor.signIn("ana@demo.example");
    const form = await ana.form("/projects", "projects#createProject");
    const answer = await anybody.post("/projects", { ...form, name: "Nobody’s" });
    expect(answer.status).toBe(303);
    expect(location(answer)).toBe("/sign-in?next=%2Fprojects");
    expect((await ana.ask("/projects")).body).not.toContain("Nobody’s");
  });
});

describe("Ana", () => {
  let ana: Visitor;
  beforeAll(async () => {
    ana = await Visitor.signIn("ana@demo.example");
  });

  const statuses: Record<string, [status: number, location?: string]> = {
    "/": [307, "/projects"],
    "/account": [200],
    "/admin/audit": [200],
    "/admin/audit/[entryId]": [404],
    "/admin/audit/actors/[actorId]": [404],
    "/admin/audit/delivery": [404],
    "/admin/audit/exports": [200],
    "/admin/audit/resources/[resourceType]/[resourceId]": [404],
    "/admin/users": [404],
    "/billing": [200],
    "/members": [200],
    "/no-organization": [307, "/projects"],
    "/posts/[postId]": [404],
    "/projects": [200],
    "/projects/[projectId]": [404],
    "/sign-in": [307, "/projects"],
    "/sign-up": [307, "/projects"],
  };

  it("has an expected status for every page", () => {
    expect(Object.keys(statuses).sort()).toEqual(pagePaths.toSorted());
  });

  it.each(Object.entries(statuses))("gets the real status of %s", async (path, [status, to = null]) => {
    const answer = await ana.ask(fill(path));
    expect({ status: answer.status, location: location(answer) }).toEqual({ status, location: to });
  });

  it.each([
    "/nothing",
    "/projects/not-an-id",
    "/posts/%00",
    "/posts/..%2f..%2fetc",
    "/admin/audit/not-an-id",
    "/admin/audit/%00",
    "/admin/audit/resources/post",
    "/admin/audit/resources/post/%00",
    "/admin/audit/resources/a%2Fb/..%2f..%2fetc",
    "/api",
    "/posts/%F0%9F%92%A9",
  ])("gets 404 for %s", async (path) => {
    expect((await ana.ask(path)).status).toBe(404);
  });

  it("gets 200 for what is hers, and for herself", async () => {
    const [path = ""] = /\/projects\/[0-9a-f-]{36}/.exec((await ana.ask("/projects")).body) ?? [];
    const project = await ana.ask(path);
    const [post = ""] = /\/posts\/[0-9a-f-]{36}/.exec(project.body) ?? [];
    const [actor = ""] = /\/admin\/audit\/actors\/[0-9a-f-]{36}/.exec((await ana.ask("/members")).body) ?? [];
    expect([project.status, (await ana.ask(post)).status, (await ana.ask(actor)).status]).toEqual([
      200, 200, 200,
    ]);
  });
});

describe("a way out through next", () => {
  it.each([
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "/%09/evil.example",
    "/\t/evil.example",
    "/.//evil.example",
    "/\n/evil.example",
    "javascript:alert(1)",
    " //evil.example",
    "//evil.example\\@",
  ])("%j is not taken", async (next) => {
    const page = `/sign-in?${new URLSearchParams({ next }).toString()}`;
    const fields = { email: "ana@demo.example", password: demoPassword };
    expect(isOurs(location(await new Visitor().submit(page, "sign-in#signIn", fields)))).toBe(true);

    const forged = new Visitor();
    const form = await forged.form("/sign-in", "sign-in#signIn");
    const bound = Object.keys(form).find((name) => form[name] === '["/projects"]') ?? "";
    expect(bound).not.toBe("");
    const answer = await forged.post("/sign-in", { ...form, [bound]: JSON.stringify([next]), ...fields });
    expect(isOurs(location(answer))).toBe(true);

    const ana = await Visitor.signIn("ana@demo.example");
    expect(isOurs(location(await ana.ask(page)))).toBe(true);
  });

  it("leads to a page of ours", async () => {
    const fields = { email: "ana@demo.example", password: demoPassword };
    const page = `/sign-in?${new URLSearchParams({ next: "/members?cursor=1" }).toString()}`;
    expect(location(await new Visitor().submit(page, "sign-in#signIn", fields))).toBe("/members?cursor=1");
  });
});

/** As a browser reads it: tabs and line breaks are dropped, and backslashes are slashes. */
function isOurs(to: string | null): boolean {
  return to !== null && new URL(to, "https://ours.example/sign-in").origin === "https://ours.example";
}
