import { afterEach, expect, it, vi } from "vitest";

afterEach(async () => {
  const { auditLogService } = await import("@/modules/auditLog/auditLog.service");
  await auditLogService.close();
  delete process.env.APP_URL;
  vi.resetModules();
});

it.each([
  ["https://app.example.com", true],
  ["http://app.example.com", false],
])("at %s the session's cookie is Secure: %s", async (origin, secure) => {
  process.env.APP_URL = origin;
  const { authService } = await import("@/modules/auth/auth.service");
  const account = {
    name: "Ana",
    email: `ana-${String(secure)}@example.com`,
    password: "correct horse battery",
  };
  const { headers } = await authService.signUp(account, { headers: new Headers() });
  const session = headers.getSetCookie().find((cookie) => cookie.includes("session_token="));
  expect(/; *secure/i.test(session ?? "")).toBe(secure);
  expect(session).toMatch(/httponly/i);
});
