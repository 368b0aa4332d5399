import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { discreetStatusOf, problemOf } from "./support/problems";
import { prepareTarget } from "./support/target";
import { Visitor, type Ask } from "./support/visitor";

const target = prepareTarget();
const json = { "content-type": "application/json" };

describe("a JSON route refuses", () => {
  const cases: [what: string, path: () => string, init: Ask, status: number, code: string][] = [
    ["an unknown id", () => `/api/posts/${randomUUID()}`, { method: "DELETE" }, 404, "not_found"],
    ["a malformed id", () => "/api/posts/%27%3B--", { method: "DELETE" }, 404, "not_found"],
    ["an id with a NUL", () => "/api/posts/a%00b", { method: "GET" }, 404, "not_found"],
    ["an endless id", () => `/api/posts/${"9".repeat(5_000)}`, { method: "GET" }, 404, "not_found"],
    ["an unknown project's posts", () => `/api/posts?projectId=${randomUUID()}`, {}, 404, "not_found"],
    ["a query without its parameter", () => "/api/posts", {}, 400, "invalid_input"],
    [
      "an unknown parameter",
      () => `/api/posts?projectId=${target.project}&organizationId=1`,
      {},
      400,
      "invalid_input",
    ],
    ["malformed JSON", () => `/api/posts/${target.post}`, patch('{"title":'), 400, "malformed_json"],
    [
      "broken UTF-8",
      () => `/api/posts/${target.post}`,
      patch(new Uint8Array([34, 255, 34])),
      400,
      "malformed_json",
    ],
    ["no body", () => `/api/posts/${target.post}`, patch(""), 400, "malformed_json"],
    ["a list", () => `/api/posts/${target.post}`, patch("[]"), 400, "invalid_input"],
    ["null", () => `/api/posts/${target.post}`, patch("null"), 400, "invalid_input"],
    ["a wrong type", () => `/api/posts/${target.post}`, patch('{"title":{"$ne":1}}'), 400, "invalid_input"],
    ["an empty title", () => `/api/posts/${target.post}`, patch('{"title":"  "}'), 400, "invalid_input"],
    [
      "a title too long",
      () => `/api/posts/${target.post}`,
      patch(`{"title":"${"t".repeat(201)}"}`),
      400,
      "invalid_input",
    ],
    [
      "a NUL in a title",
      () => `/api/posts/${target.post}`,
      patch('{"title":"a\\u0000b"}'),
      400,
      "invalid_input",
    ],
    [
      "a forged actor",
      () => `/api/posts/${target.post}`,
      patch('{"title":"T","actorId":"x"}'),
      400,
      "invalid_input",
    ],
    [
      "a forged tenant",
      () => `/api/posts/${target.post}`,
      patch('{"title":"T","organizationId":"x"}'),
      400,
      "invalid_input",
    ],
    [
      "a forged author",
      () => `/api/posts/${target.post}`,
      patch('{"title":"T","authorId":"x"}'),
      400,
      "invalid_input",
    ],
    [
      "a forged id",
      () => `/api/posts/${target.post}`,
      patch('{"title":"T","postId":"x"}'),
      400,
      "invalid_input",
    ],
    [
      "__proto__",
      () => `/api/posts/${target.post}`,
      patch('{"title":"T","__proto__":{"a":1}}'),
      400,
      "invalid_input",
    ],
    ["a plan of nothing", () => `/api/posts/${target.post}/move`, send("POST", "{}"), 400, "invalid_input"],
    [
      "an unknown target",
      () => `/api/posts/${target.post}/move`,
      send("POST", `{"projectId":"x"}`),
      404,
      "not_found",
    ],
    [
      "a body where none belongs",
      () => `/api/posts/${target.post}/publish`,
      send("POST", '{"at":1}'),
      400,
      "invalid_input",
    ],
    [
      "a new project's forged owner",
      () => "/api/projects",
      send("POST", '{"name":"N","ownerId":"x"}'),
      400,
      "invalid_input",
    ],
    [
      "another media type",
      () => `/api/posts/${target.post}`,
      { ...patch('{"title":"T"}'), headers: { "content-type": "text/plain" } },
      415,
      "unsupported_media_type",
    ],
    [
      "no media type",
      () => `/api/posts/${target.post}`,
      { method: "PATCH", body: new Uint8Array([123, 125]) },
      415,
      "unsupported_media_type",
    ],
    [
      "a form",
      () => "/api/projects",
      { method: "POST", body: new URLSearchParams({ name: "N" }) },
      415,
      "unsupported_media_type",
    ],
    [
      "a huge body",
      () => `/api/posts/${target.post}`,
      patch(`{"body":"${"b".repeat(300_000)}"}`),
      413,
      "payload_too_large",
    ],
    [
      "a huge body of no length",
      () => `/api/posts/${target.post}`,
      { method: "PATCH", headers: json, body: endless() },
      413,
      "payload_too_large",
    ],
    [
      "another site's page",
      () => `/api/posts/${target.post}`,
      { method: "DELETE", headers: { origin: "https://evil.example" } },
      403,
      "forbidden",
    ],
    [
      "a page of nowhere",
      () => `/api/posts/${target.post}`,
      { method: "DELETE", headers: { origin: "null" } },
      403,
      "forbidden",
    ],
  ];

  const table = cases.map(([what, path, init, ...expected]) => ({ what, path, init, expected }));
  it.each(table)("$what", async ({ path, init, expected: [status, code] }) => {
    expect(problemOf(await target.ana.ask(path(), init))).toEqual({ status, code });
  });

  it("names the field that is wrong, and never its value", async () => {
    const { body } = await target.ana.json("PATCH", `/api/posts/${target.post}`, {
      title: "",
      body: "s3cret".repeat(5_000),
    });
    expect(JSON.parse(body)).toMatchObject({ errors: [{ path: "title" }, { path: "body" }] });
    expect(body).not.toContain("s3cret");
  });

  it.each([
    { path: "sign-in/email", body: '{"email":', status: 400, code: "malformed_json" },
    {
      path: "sign-in/email",
      body: `{"email":"${"a".repeat(20_000)}"}`,
      status: 413,
      code: "payload_too_large",
    },
    { path: "admin/list-users", body: "{}", status: 404, code: "not_found" },
    { path: "nothing", body: "{}", status: 404, code: "not_found" },
  ])("$code of /api/auth/$path", async ({ path, body, status, code }) => {
    const answer = await target.ana.ask(`/api/auth/${path}`, { method: "POST", headers: json, body });
    expect(problemOf(answer)).toEqual({ status, code });
  });

  it.each([
    { path: "sign-in/email", body: { email: "ana@demo.example", password: "wrong-password" }, status: 401 },
    {
      path: "sign-up/email",
      body: { email: "x@example.com", password: "long-enough-one", name: "X", role: "admin" },
      status: 400,
    },
  ])("$status of /api/auth/$path", async ({ path, body, status }) => {
    const answer = await new Visitor().json("POST", `/api/auth/${path}`, body);
    expect(discreetStatusOf(answer)).toBe(status);
  });
});

function patch(body: string | Uint8Array<ArrayBuffer>): Ask {
  return send("PATCH", body);
}

function send(method: string, body: string | Uint8Array<ArrayBuffer>): Ask {
  return { method, headers: json, body };
}

/** Sent in chunks, without telling how much is to come. */
function endless(): ReadableStream {
  const chunk = new TextEncoder().encode("[".repeat(10_000));
  let sent = 0;
  return new ReadableStream({
    pull: (controller) => (sent++ < 50 ? controller.enqueue(chunk) : controller.close()),
  });
}
