import { idOf, openDatabase, snapshot } from "./database";
import { Visitor } from "./visitor";
import { afterEach, beforeAll, beforeEach, expect } from "vitest";
import { z } from "zod";

/** A post of Ana's for a file's tests. After each, every row must be what it was. */
export function prepareTarget() {
  const sql = openDatabase();
  const target = { sql, ana: new Visitor(), post: "", project: "" };
  let before: Awaited<ReturnType<typeof snapshot>>;

  beforeAll(async () => {
    target.ana = await Visitor.signIn("ana@demo.example");
    target.project = await idOf(sql, { table: "projects", column: "name", value: "Handbook" });
    const fields = { projectId: target.project, title: "Stays as it is" };
    const { body } = await target.ana.json("POST", "/api/posts", fields);
    target.post = z.object({ id: z.string() }).parse(JSON.parse(body)).id;
  });
  beforeEach(async () => {
    before = await snapshot(sql);
  });
  afterEach(async () => {
    expect(await snapshot(sql)).toEqual(before);
  });
  return target;
}
