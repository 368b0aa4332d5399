import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";
import { demoPassword } from "@/modules/auth/demoAccounts.types";

/** The demo account that looks; `gustav` is invited, and signs up first. */
export type Who = "nobody" | "ana" | "carla" | "gustav" | "priya" | "priyaAsBo";

type Session = Awaited<ReturnType<BrowserContext["storageState"]>>;

// Addresses for documentation (RFC 5737).
const addresses: Record<Who, string> = {
  nobody: "203.0.113.7",
  ana: "198.51.100.24",
  carla: "198.51.100.31",
  gustav: "203.0.113.60",
  priya: "192.0.2.11",
  priyaAsBo: "192.0.2.11",
};
const userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

/** People with a browser each. Everyone signs in once. */
export class People {
  private readonly sessions = new Map<Who, Promise<Session>>();

  constructor(
    private readonly browser: Browser,
    readonly baseUrl: string,
  ) {}

  /** The same person's browser, set up otherwise. */
  async open(who: Who, options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const signedIn = this.sessions.get(who) ?? this.signIn(who);
    this.sessions.set(who, signedIn);
    return this.newContext(who, { ...options, storageState: await signedIn });
  }

  private newContext(who: Who, options: BrowserContextOptions = {}): Promise<BrowserContext> {
    return this.browser.newContext({
      baseURL: this.baseUrl,
      extraHTTPHeaders: { "x-forwarded-for": addresses[who] },
      locale: "en-GB",
      reducedMotion: "reduce",
      timezoneId: "UTC",
      userAgent,
      ...options,
    });
  }

  private async signIn(who: Who): Promise<Session> {
    const context = await this.newContext(who);
    try {
      if (who === "gustav") await this.signUpGustav(context);
      else if (who === "priyaAsBo") await this.impersonateBo(context);
      else if (who !== "nobody") await this.ask(context, "sign-in", { email: `${who}@demo.example` });
      return await context.storageState();
    } finally {
      await context.close();
    }
  }

  private async signUpGustav(context: BrowserContext): Promise<void> {
    const account = { email: "gustav@demo.example", name: "Gustav Berg" };
    const isNew = await this.ask(context, "sign-up", account).then(
      () => true,
      () => false,
    );
    if (!isNew) await this.ask(context, "sign-in", { email: account.email });
  }

  private async impersonateBo(context: BrowserContext): Promise<void> {
    await this.ask(context, "sign-in", { email: "priya@demo.example" });
    const page = await context.newPage();
    await page.goto("/admin/users");
    const bo = page.getByRole("listitem").filter({ hasText: "bo@demo.example" });
    await bo.getByRole("button", { name: "Impersonate" }).click();
    await page.getByRole("form", { name: "Impersonation" }).waitFor();
  }

  private async ask(context: BrowserContext, what: string, account: { email: string; name?: string }) {
    const response = await context.request.post(`/api/auth/${what}/email`, {
      data: { ...account, password: demoPassword },
      headers: { origin: this.baseUrl },
    });
    if (response.ok()) return;
    throw new Error(`${account.email} could not ${what}: ${response.status()}. Are the demo accounts there?`);
  }
}
