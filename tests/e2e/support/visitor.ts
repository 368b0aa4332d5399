import { inject } from "vitest";
import { demoPassword } from "@/modules/auth/demoAccounts.types";
import { findForm, submissionOf, type Submission } from "./forms";

export type Answer = { status: number; headers: Headers; body: string };
export type Ask = Omit<RequestInit, "headers"> & { headers?: Record<string, string> };

/** Somebody who asks over plain HTTP, as a program does: no script runs and no redirect is followed. */
export class Visitor {
  constructor(
    readonly baseUrl = inject("baseUrl"),
    private readonly cookies = new Map<string, string>(),
  ) {}

  static async signIn(email: string, password = demoPassword): Promise<Visitor> {
    const visitor = new Visitor();
    const { status, body } = await visitor.json("POST", "/api/auth/sign-in/email", { email, password });
    if (status !== 200) throw new Error(`${email} could not sign in: ${status} ${body}`);
    return visitor;
  }

  async ask(path: string, { headers, ...init }: Ask = {}): Promise<Answer> {
    const sent = { origin: this.baseUrl, cookie: this.cookieHeader, ...headers };
    // `duplex` is what fetch asks of a body that is a stream.
    const request = { redirect: "manual", duplex: "half", ...init, headers: sent } as const;
    const response = await fetch(this.baseUrl + path, request);
    for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
    return { status: response.status, headers: response.headers, body: await readBody(response) };
  }

  json(method: string, path: string, body?: unknown): Promise<Answer> {
    if (body === undefined) return this.ask(path, { method });
    const headers = { "content-type": "application/json" };
    return this.ask(path, { method, headers, body: JSON.stringify(body) });
  }

  /** What the browser would send of a page's form; `bound`: what the page gave its action, if several stand there. */
  async form(path: string, action: string, bound?: string): Promise<Submission> {
    const { status, body } = await this.ask(path);
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    return submissionOf(findForm(body, { action, bound }));
  }

  post(path: string, fields: Submission): Promise<Answer> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    return this.ask(path, { method: "POST", body });
  }

  /** Fills in a page's form and sends it. */
  async submit(path: string, action: string, { bound, ...fields }: Submission & { bound?: string } = {}) {
    return this.post(path, { ...(await this.form(path, action, bound)), ...fields });
  }

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  setCookie(name: string, value: string): void {
    this.cookies.set(name, value);
  }

  private keep(cookie: string) {
    const [pair = ""] = cookie.split(";");
    const at = pair.indexOf("=");
    if (/max-age=0/i.test(cookie)) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

/** A stream of events has no end: what it says first stands for it, and then nobody listens any more. */
async function readBody(response: Response): Promise<string> {
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
  if (!isStream || response.body === null) return response.text();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await reader.read();
  await reader.cancel();
  return value;
}
