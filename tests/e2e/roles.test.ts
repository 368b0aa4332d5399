import { beforeAll, describe, expect, it } from "vitest";
import { idOf, openDatabase, snapshot, withEntries } from "./support/database";
import { textOf } from "./support/forms";
import { Visitor } from "./support/visitor";

const sql = openDatabase();
let ana: Visitor;
let carla: Visitor;
let handbook: string;

beforeAll(async () => {
  ana = await Visitor.signIn("ana@demo.example");
  carla = await Visitor.signIn("carla@demo.example");
  handbook = await idOf(sql, { table: "projects", column: "name", value: "Handbook" });
});

describe("a member", () => {
  it.each([
    ["/admin/audit", "audit_log.viewed"],
    ["/admin/audit/delivery", "audit_log.viewed"],
    ["/admin/users", "user.list_viewed"],
  ])("finds no page at %s", async (path, action) => {
    const { result, entries } = await withEntries(sql, () => carla.ask(path));
    expect(result.status).toBe(404);
    expect(entries).toMatchObject([{ actor_name: "Carla Mendes", action, outcome: "denied" }]);
  });

  it("finds no actor's history, not even her own", async () => {
    const id = await idOf(sql, { table: "users", column: "email", value: "carla@demo.example" });
    expect((await carla.ask(`/admin/audit/actors/${id}`)).status).toBe(404);
  });

  it.each([
    { method: "DELETE", path: "", action: "project.deleted" },
    { method: "POST", path: "/archive", action: "project.archived" },
    { method: "POST", path: "/restore", action: "project.restored" },
  ])("is refused: $action", async ({ method, path, action }) => {
    const before = await snapshot(sql);
    const { result, entries } = await withEntries(sql, () =>
      carla.json(method, `/api/projects/${handbook}${path}`),
    );
    expect(result.status).toBe(403);
    expect(result.headers.get("content-type")).toBe("application/problem+json");
    expect(JSON.parse(result.body)).toMatchObject({ status: 403, code: "forbidden" });
    expect(await snapshot(sql)).toEqual(before);
    expect(entries).toMatchObject([
      {
        actor_name: "Carla Mendes",
        action,
        outcome: "denied",
        resource_id: handbook,
        resource_name: "Handbook",
      },
    ]);
  });

  it("is offered no form that she may not send, and a forged one is refused", async () => {
    await expect(carla.form("/members", "members#inviteMember")).rejects.toThrow("0 forms");
    await expect(carla.form("/billing", "billing#changePlan")).rejects.toThrow("0 forms");
    const before = await snapshot(sql);
    for (const [page, action, fields] of [
      ["/members", "members#renameOrganization", { name: "Carla’s" }],
      ["/billing", "billing#changePlan", { plan: "free" }],
      [`/projects/${handbook}`, "projects/[projectId]#deleteProject", {}],
    ] as const) {
      const form = await ana.form(page, action);
      const { result, entries } = await withEntries(sql, () => carla.post(page, { ...form, ...fields }));
      expect(result.status).toBe(303);
      expect(result.headers.get("location")).toContain("error=forbidden");
      expect(entries).toMatchObject([{ actor_name: "Carla Mendes", outcome: "denied" }]);
    }
    expect(await snapshot(sql)).toEqual(before);
  });

  it("is seen trying by the owner", async () => {
    const { result, entries } = await withEntries(sql, () =>
      carla.json("DELETE", `/api/projects/${handbook}`),
    );
    expect(result.status).toBe(403);
    expect(entries).toHaveLength(1);
    const said = textOf((await ana.ask("/admin/audit")).body);
    expect(said).toMatch(/Carla Mendes tried to delete the project “Handbook”\s*Denied/);
  });
});

describe("an administrator of an organization", () => {
  it("is none of the platform, nor the owner", async () => {
    const bo = await Visitor.signIn("bo@demo.example");
    expect((await bo.ask("/admin/audit")).status).toBe(200);
    expect((await bo.ask("/admin/users")).status).toBe(404);
    expect((await bo.ask("/admin/audit/delivery")).status).toBe(404);
    await expect(bo.form("/billing", "billing#changePlan")).rejects.toThrow("0 forms");
  });
});

describe("a platform administrator", () => {
  it("sees everybody and the platform's log", async () => {
    const priya = await Visitor.signIn("priya@demo.example");
    const users = await priya.ask("/admin/users");
    expect(users.status).toBe(200);
    expect(textOf(users.body)).toContain("erik@demo.example");
    const log = await priya.ask("/admin/audit/delivery");
    expect(log.status).toBe(200);
    expect(log.body).toContain("data-audit-log-health=");
    expect((await priya.ask("/admin/audit")).body).not.toContain("data-audit-log-health=");
  });
});
