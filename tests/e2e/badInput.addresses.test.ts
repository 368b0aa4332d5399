import { expect, it } from "vitest";
import { Visitor } from "./support/visitor";

it.each(["/api/nothing", "/api/posts/%E0%A4%A", "/api/auth/%ff", "/api/posts/%00"])(
  "%s is answered as an endpoint or a thing that is not there, in a problem document",
  async (path) => {
    const ana = await Visitor.signIn("ana@demo.example");
    const answer = await ana.ask(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(JSON.parse(answer.body)).toMatchObject({ status: 404, code: "not_found", title: "Not Found" });
  },
);

it.each(["/posts/%c0", "/projects/%E0%A4%A", "/%ff"])("%s is a page that is not there", async (path) => {
  expect((await new Visitor().ask(path)).status).toBe(404);
});
