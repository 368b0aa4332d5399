import { demoPassword } from "@/modules/auth/demoAccounts.types";
import { ServiceError, type Actor } from "@/modules/access/access.types";
import { authService, getUserFromRequest } from "@/modules/auth/auth.service";
import { auditLogService } from "@/modules/auditLog/auditLog.service";

export type Person = { name: string; email: string };

/** A signed-in person: every act reads who they are from their session, as a request would. */
export class Visitor {
  private constructor(
    readonly person: Person,
    private headers: Headers,
  ) {}

  static async signUp(person: Person, at: Date): Promise<Visitor> {
    const account = { name: person.name, email: person.email, password: demoPassword };
    const signedUp = await auditLogService.occurringAt(at, () =>
      authService.signUp(account, { headers: new Headers() }),
    );
    return new Visitor(person, toCookies(signedUp.headers));
  }

  /** Signs in anew, after signing out of the session before. */
  async signInAgain(at: Date): Promise<void> {
    await auditLogService.occurringAt(new Date(at.getTime() - 60_000), () =>
      authService.signOut({ headers: this.headers }),
    );
    const signedIn = await auditLogService.occurringAt(at, () =>
      authService.signIn({ email: this.person.email, password: demoPassword }, { headers: new Headers() }),
    );
    this.headers = toCookies(signedIn.headers);
  }

  /** Acts as somebody else, as platform administrators may, and returns to this person's own session. */
  async actAs(userId: string, at: Date, what: (impersonating: Visitor) => Promise<unknown>): Promise<void> {
    const started = await this.act(at, (actor, headers) =>
      authService.startImpersonation(actor, { userId, headers }),
    );
    const impersonating = new Visitor(this.person, toCookies(started.headers));
    await what(impersonating);
    const stopped = await impersonating.act(new Date(at.getTime() + 20 * 60_000), (actor, headers) =>
      authService.stopImpersonation(actor, { headers }),
    );
    this.headers = toCookies(stopped.headers);
  }

  /** Does something as this person, dated `at`. */
  async act<Result>(at: Date, what: (actor: Actor, headers: Headers) => Promise<Result>): Promise<Result> {
    const actor = await this.actor();
    return auditLogService.occurringAt(at, () => what(actor, this.headers));
  }

  async actor(): Promise<Actor> {
    const actor = await getUserFromRequest(new Request("http://localhost", { headers: this.headers }));
    if (!actor) throw new Error(`The demo session of ${this.person.name} has ended before its time.`);
    return actor;
  }
}

/** What a browser would send back: of cookies with one name the last, and none that was emptied. */
function toCookies(response: Headers): Headers {
  const cookies = new Map(
    response.getSetCookie().map((cookie) => {
      const [name = "", value = ""] = cookie.split(/[=;]/);
      return [name, value] as const;
    }),
  );
  const kept = [...cookies].filter(([, value]) => value !== "").map(([name, value]) => `${name}=${value}`);
  return new Headers({ cookie: kept.join("; ") });
}

/** Waits for an attempt that the application is meant to refuse. */
export async function refused(attempt: Promise<unknown>): Promise<void> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof ServiceError) return;
    throw error;
  }
}
