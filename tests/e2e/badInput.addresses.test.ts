import { expect, it } from "vitest";
import { Visitor } from "./support/visitor";

it.each([
  ["/api/nothing", 404, "not_found"],
  ["/api/posts/%E0%A4%A", 400, "invalid_input"],
  ["/api/auth/%ff", 400, "invalid_input"],
])("%s is answered with a problem document", async (path, status, code) => {
  const answer = await new Visitor().ask(path);
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(JSON.parse(answer.body)).toMatchObject({ status, code });
});

it.each(["/posts/%c0", "/projects/%E0%A4%A", "/%ff"])("%s is a bad request", async (path) => {
  expect((await new Visitor().ask(path)).status).toBe(400);
});
