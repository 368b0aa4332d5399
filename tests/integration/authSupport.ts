import { eq } from "drizzle-orm";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { POST as authRoute } from "@/app/api/auth/[...all]/route";
import { authService, getUserFromRequest } from "@/modules/auth/auth.service";
import { memberTable, organizationTable } from "@/modules/organization/organization.schema";
import { userTable } from "@/modules/user/user.schema";
import type { OrganizationRole } from "@/modules/access/access.types";

export const password = "correct horse battery";
export const origin = "http://localhost:3000";

/** A browser's cookies, fed by whatever sets them. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  constructor(readonly address?: string) {}

  get headers(): Headers {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const sent = new Headers({ "user-agent": "test" });
    if (cookie) sent.set("cookie", cookie);
    if (this.address) sent.set("x-forwarded-for", this.address);
    return sent;
  }

  keep({ headers }: { headers: Headers }): void {
    for (const line of headers.getSetCookie()) {
      const [pair = ""] = line.split(";", 1);
      const at = pair.indexOf("=");
      if (/max-age=0/i.test(line)) this.#cookies.delete(pair.slice(0, at));
      else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }

  /** What a server component or route would know of this browser. */
  actor() {
    return getUserFromRequest(new Request(origin, { headers: this.headers }));
  }

  /** The actor, where there has to be one. */
  async signedIn() {
    const actor = await this.actor();
    if (actor === null) throw new Error("The browser is not signed in");
    return actor;
  }

  async post(path: string, json: unknown): Promise<Response> {
    return this.send(path, { method: "POST", body: JSON.stringify(json) });
  }

  async send(path: string, { headers: given, ...init }: RequestInit): Promise<Response> {
    const headers = this.headers;
    const sent = new Headers({
      origin,
      "content-type": "application/json",
      ...Object.fromEntries(new Headers(given)),
    });
    for (const [name, value] of sent) headers.set(name, value);
    const response = await authRoute(new Request(`${origin}/api/auth${path}`, { ...init, headers }));
    this.keep(response);
    return response;
  }
}

export async function signIn(browser: Browser, input: { email: string; password?: string }) {
  browser.keep(
    await authService.signIn({ email: input.email, password: input.password ?? password }, browser),
  );
}

let made = 0;

/** A new account and the browser it was opened in. */
export async function createAccount(change: Partial<typeof userTable.$inferInsert> = {}) {
  const browser = new Browser();
  const email = `person${++made}@example.com`;
  const answer = await authService.signUp({ name: `Person ${made}`, email, password }, browser);
  browser.keep(answer);
  if (Object.keys(change).length > 0) await updateUser(answer.userId, change);
  return { id: answer.userId, name: `Person ${made}`, email, browser };
}

export async function updateUser(id: string, change: Partial<typeof userTable.$inferInsert>) {
  await db.update(userTable).set(change).where(eq(userTable.id, id));
}

export async function createOrganization(name: string): Promise<string> {
  const [row] = await db
    .insert(organizationTable)
    .values({ name, slug: `${name.toLowerCase()}-${++made}` })
    .returning();
  if (!row) throw new Error("No organization was made");
  return row.id;
}

type Membership = { userId: string; organizationId: string; role?: OrganizationRole; createdAt?: Date };

export async function join(membership: Membership) {
  await db.insert(memberTable).values(membership);
}

/** What the log says of a person, newest first. */
export async function entriesOf(resourceId: string, resourceType = "user") {
  return (await auditLogService.getForResource(resourceType, resourceId)).entries;
}

/** The entries' actions and outcomes, oldest first. */
export async function storyOf(resourceId: string, resourceType = "user") {
  const entries = await entriesOf(resourceId, resourceType);
  return entries.map(({ action, outcome }) => `${action} ${outcome}`).toReversed();
}
