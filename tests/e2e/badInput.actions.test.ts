import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { textOf, type Submission } from "./support/forms";
import { discreetStatusOf } from "./support/problems";
import { prepareTarget } from "./support/target";

const target = prepareTarget();

describe("a server action refuses", () => {
  it.each([
    ["/billing", "billing#changePlan", "organizationId"],
    ["/members", "members#renameOrganization", "organizationId"],
    ["/members", "members#inviteMember", "actorId"],
    ["/projects", "projects#createProject", "ownerId"],
    ["/account", "account#rename", "userId"],
    ["/account", "account#createOrganization", "userId"],
    ["/account", "account#changePreferences", "userId"],
  ])("on %s %s with a forged %s", async (page, action, forged) => {
    const fields = { name: "Changed", email: "x@example.com", plan: "free", role: "member" };
    const form = await target.ana.form(page, action);
    const filled = Object.fromEntries(Object.entries(fields).filter(([name]) => name in form));
    const answer = await target.ana.post(page, { ...form, ...filled, [forged]: randomUUID() });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toContain("error=invalid_input");
  });

  it("another site's page", async () => {
    const form = await target.ana.form("/projects", "projects#createProject");
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...form, name: "Evil" })) body.append(name, value);
    const headers = { origin: "https://evil.example" };
    const answer = await target.ana.ask("/projects", { method: "POST", body, headers });
    expect(discreetStatusOf(answer)).toBe(403);
  });

  it.each([
    [
      "too long a text",
      (form: Submission): Submission => ({ ...form, title: "T", body: "b".repeat(20_001) }),
      "error=invalid_input",
    ],
    ["an empty title", (form: Submission): Submission => ({ ...form, title: " " }), "error=invalid_input"],
    ["a NUL", (form: Submission): Submission => ({ ...form, title: "a\0b" }), "error=invalid_input"],
    ["no field", ({ title: _, ...form }: Submission): Submission => form, "error=invalid_input"],
  ])("%s, at its form", async (_, change, error) => {
    const form = await target.ana.form(`/posts/${target.post}`, "posts/[postId]#editPost");
    const answer = await target.ana.post(`/posts/${target.post}`, change(form));
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toContain(error);
    expect((await target.ana.ask(answer.headers.get("location") ?? "")).body).toContain('role="alert"');
  });

  it("a time zone that there is none of, at its form", async () => {
    const form = await target.ana.form("/account", "account#changePreferences");
    const answer = await target.ana.post("/account", { ...form, timeZone: "Mars/Olympus" });
    expect(answer.status).toBe(303);
    expect(answer.headers.getSetCookie().join()).not.toContain("time_zone");
    const page = await target.ana.ask(answer.headers.get("location") ?? "");
    expect(textOf(page.body)).toContain("There is no such time zone. Choose one from the list.");
  });

  it.each([
    ["an id that is an object", '[{"$ne":null}]'],
    ["an id that is a list", '[["x"]]'],
    ["no id", "[]"],
    ["too much", '["x","y","z"]'],
  ])("%s", async (_, bound) => {
    const form = await target.ana.form(`/posts/${target.post}`, "posts/[postId]#editPost");
    const name = Object.keys(form).find((key) => /^\$ACTION_\d+:1$/.test(key)) ?? "";
    const answer = await target.ana.post(`/posts/${target.post}`, {
      ...form,
      [name]: bound,
      title: "Changed",
    });
    expect(discreetStatusOf(answer)).toBe(404);
  });

  it("an action that there is none of", async () => {
    expect(
      discreetStatusOf(
        await target.ana.post("/projects", { [`$ACTION_ID_40${"0".repeat(40)}`]: "", name: "Changed" }),
      ),
    ).toBe(409);
  });

  it("a huge body", async () => {
    const form = await target.ana.form(`/posts/${target.post}`, "posts/[postId]#editPost");
    expect(
      discreetStatusOf(
        await target.ana.post(`/posts/${target.post}`, { ...form, title: "T", body: "b".repeat(400_000) }),
      ),
    ).toBe(413);
  });

  it("a huge body of no declared length", async () => {
    const body = new Blob(Array.from({ length: 4 }, () => new Uint8Array(50_000))).stream();
    const headers = { "content-type": "multipart/form-data; boundary=x" };
    const answer = await target.ana.ask("/projects", { method: "POST", headers, body });
    expect(discreetStatusOf(answer)).toBe(413);
  });

  it.each([
    ["multipart/form-data; boundary=x", "--x\r\nnothing"],
    ["multipart/form-data", "nothing"],
    ["text/plain;charset=UTF-8", "[]"],
  ])("a body of %s that is none", async (type, body) => {
    const headers = { "content-type": type };
    const answer = await target.ana.ask("/projects", { method: "POST", headers, body });
    expect(discreetStatusOf(answer)).toBe(400);
  });

  it("bound values that are no JSON", async () => {
    const form = await target.ana.form(`/posts/${target.post}`, "posts/[postId]#editPost");
    const name = Object.keys(form).find((key) => /^\$ACTION_\d+:1$/.test(key)) ?? "";
    const broken = { ...form, [name]: "[[", title: "Changed" };
    expect(discreetStatusOf(await target.ana.post(`/posts/${target.post}`, broken))).toBe(400);
  });
});
