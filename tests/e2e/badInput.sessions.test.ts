import { describe, expect, it } from "vitest";
import { idOf } from "./support/database";
import { problemOf } from "./support/problems";
import { prepareTarget } from "./support/target";
import { Visitor, type Answer } from "./support/visitor";

const target = prepareTarget();

describe("a session that is none any more", () => {
  const signedOut = {
    route: { status: 401, code: "unauthenticated" },
    page: [307, expect.stringMatching(/^\/sign-in\?next=/)],
    action: [303, expect.stringMatching(/^\/sign-in\?next=/)],
  };

  async function tryAll(visitor: Visitor) {
    const path = `/posts/${target.post}`;
    const form = await target.ana.form(path, "posts/[postId]#editPost");
    return {
      route: problemOf(await visitor.json("DELETE", `/api${path}`)),
      page: whereTo(await visitor.ask(path)),
      action: whereTo(await visitor.post(path, { ...form, title: "Changed" })),
    };
  }

  it("because it has expired", async () => {
    const late = await Visitor.signIn("ana@demo.example");
    await target.sql`update sessions set expires_at = now() - interval '1 second' where token = ${tokenOf(late)}`;
    expect(await tryAll(late)).toEqual(signedOut);
  });

  it("because the person is banned", async () => {
    const bo = await Visitor.signIn("bo@demo.example");
    await target.sql`update users set banned = true where email = 'bo@demo.example'`;
    try {
      expect(await tryAll(bo)).toEqual(signedOut);
      expect((await bo.ask("/api/auth/get-session")).body).toBe("null");
    } finally {
      await target.sql`update users set banned = false where email = 'bo@demo.example'`;
    }
  });

  it.each([
    ["made up", "made-up.signature"],
    ["of another's signature", "%00.%00"],
    ["empty", ""],
    ["huge", "a".repeat(4_000)],
    ["markup", "<script>"],
  ])("because its cookie is %s", async (_, value) => {
    const forger = new Visitor();
    forger.setCookie("better-auth.session_token", value);
    expect(await tryAll(forger)).toEqual(signedOut);
  });

  it("because its token was swapped under the signature", async () => {
    const carla = await Visitor.signIn("carla@demo.example");
    const [, signature = ""] = cookieOf(carla).split(".");
    const forger = new Visitor();
    forger.setCookie("better-auth.session_token", `${tokenOf(target.ana)}.${signature}`);
    expect(await tryAll(forger)).toEqual(signedOut);
  });

  it("although cookies beside it say who somebody wants to be", async () => {
    const carla = await Visitor.signIn("carla@demo.example");
    const admin = await idOf(target.sql, { table: "users", column: "email", value: "priya@demo.example" });
    for (const name of ["better-auth.session_data", "better-auth.admin_session", "userId", "role"])
      carla.setCookie(name, admin);
    expect((await carla.ask("/admin/users")).status).toBe(404);
  });
});

/** The session's cookie: its token, a dot, a signature. */
function cookieOf({ cookieHeader }: Visitor): string {
  const [, value = ""] = /better-auth\.session_token=([^;]+)/.exec(cookieHeader) ?? [];
  return decodeURIComponent(value);
}

function tokenOf(visitor: Visitor): string {
  const [token = ""] = cookieOf(visitor).split(".");
  return token;
}

function whereTo({ status, headers }: Answer) {
  return [status, headers.get("location")];
}
