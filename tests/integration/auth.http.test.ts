import { describe, expect, it } from "vitest";
import { z } from "zod";
import * as route from "@/app/api/auth/[...all]/route";
import { createAccount, origin, password, storyOf } from "./authSupport";

const problemSchema = z.object({ status: z.number(), code: z.string() });

function send(path: string, init: RequestInit = {}) {
  return new Request(`${origin}/api/auth${path}`, init);
}

function sendBody(body: BodyInit, headers: Record<string, string> = { "content-type": "application/json" }) {
  const init = { method: "POST", body, headers: { origin, ...headers }, duplex: "half" };
  return route.POST(send("/sign-in/email", init));
}

describe("the HTTP endpoints", () => {
  it.each([
    "/organization/create",
    "/organization/set-active",
    "/organization/invite-member",
    "/admin/impersonate-user",
    "/admin/ban-user",
    "/admin/set-role",
    "/admin/remove-user",
    "/update-user",
    "/delete-user",
    "/sign-in/social",
    "/sign-in/email/",
    "//sign-in/email",
    "/ok",
    "/nonsense",
  ])("%s is not there, not even for an administrator", async (path) => {
    const admin = await createAccount({ role: "admin" });
    const headers = admin.browser.headers;
    headers.set("origin", origin);
    headers.set("content-type", "application/json");
    const posted = await route.POST(send(path, { method: "POST", headers, body: "{}" }));
    const fetched = await route.GET(send(path, { headers }));
    for (const response of [posted, fetched]) {
      expect(response.status).toBe(404);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(await response.json()).toMatchObject({ status: 404, code: "not_found" });
    }
    expect(await storyOf(admin.id)).toEqual(["user.created success"]);
  });

  it("answers what better-auth refuses as a problem document too", async () => {
    const { email } = await createAccount();
    const response = await sendBody(JSON.stringify({ email, password: `not ${password}` }));
    expect(response.status).toBe(401);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(problemSchema.parse(await response.json())).toEqual({ status: 401, code: "invalid_credentials" });
  });

  it("answers each way in by its own method only", async () => {
    expect((await route.GET(send("/sign-out"))).status).toBe(404);
    expect((await route.POST(send("/get-session", { method: "POST" }))).status).toBe(404);
    expect((await route.GET(send("/get-session"))).status).toBe(200);
  });

  it("refuses a body that is no JSON, of another type, too big or endless", async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(4096).fill(32)),
    });
    const codes = [];
    for (const response of [
      await sendBody("{"),
      await sendBody("email=a&password=b", { "content-type": "application/x-www-form-urlencoded" }),
      await sendBody(JSON.stringify({ email: "a@example.com", password, filler: "x".repeat(20_000) })),
      await sendBody(endless),
    ]) {
      const { status, code } = problemSchema.parse(await response.json());
      expect(status).toBe(response.status);
      codes.push(code);
    }
    expect(codes).toEqual([
      "malformed_json",
      "unsupported_media_type",
      "payload_too_large",
      "payload_too_large",
    ]);
  });
});
