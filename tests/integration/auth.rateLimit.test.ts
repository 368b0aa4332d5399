import { describe, expect, it, vi } from "vitest";
import { authService } from "@/modules/auth/auth.service";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { Browser } from "./authSupport";

vi.hoisted(() => {
  process.env["TRUSTED_PROXIES"] = "1";
});

const wrong = { email: "guessed@example.com", password: "one of many" };

async function failures() {
  const { entries } = await auditLogService.getForResource("user", "unknown", { limit: 100 });
  return entries.filter(({ metadata }) => metadata["email"] === wrong.email).length;
}

describe("guessing passwords", () => {
  it("is stopped after 20 tries from an address, through the form and over HTTP alike", async () => {
    for (let attempt = 0; attempt < 20; attempt++) {
      const tried = authService.signIn(wrong, new Browser("203.0.113.7"));
      await expect(tried).rejects.toMatchObject({ code: "invalid_credentials" });
    }
    // What stands left of the trusted proxy's entry is the client's own invention.
    const disguised = new Browser("198.51.100.1, 203.0.113.7");
    await expect(authService.signIn(wrong, disguised)).rejects.toMatchObject({ code: "rate_limited" });
    const headers = { "x-client-address": "198.51.100.1" };
    const overHttp = await disguised.send("/sign-in/email", {
      method: "POST",
      body: JSON.stringify(wrong),
      headers,
    });
    expect(overHttp.status).toBe(429);
    expect(await failures()).toBe(20);
    await expect(authService.signIn(wrong, new Browser("203.0.113.8"))).rejects.toMatchObject({
      code: "invalid_credentials",
    });
  });
});
