// First: it gives Next its AsyncLocalStorage, as a Next server does.
import "next/dist/server/node-environment-baseline";
import fc from "fast-check";
import { workAsyncStorage, type WorkStore } from "next/dist/server/app-render/work-async-storage.external";
import {
  workUnitAsyncStorage,
  type RequestStore,
} from "next/dist/server/app-render/work-unit-async-storage.external";
import { HeadersAdapter } from "next/dist/server/web/spec-extension/adapters/headers";
import { MutableRequestCookiesAdapter } from "next/dist/server/web/spec-extension/adapters/request-cookies";
import { RequestCookies } from "next/dist/server/web/spec-extension/cookies";

/** Runs as Next runs a route handler: its own storages, its own `headers()` and `cookies()`. Import it before all that logs. */
export function inRequest<Result>(sent: Record<string, string>, run: () => Promise<Result>): Promise<Result> {
  /* oxlint-disable typescript/no-unsafe-type-assertion -- of Next's stores, what headers() and cookies() look at */
  const work = { route: "/", forceStatic: false, dynamicShouldError: false } as WorkStore;
  const headers = HeadersAdapter.seal(new Headers(sent));
  const userspaceMutableCookies = MutableRequestCookiesAdapter.wrap(new RequestCookies(new Headers(sent)));
  const request = { type: "request", phase: "action", headers, userspaceMutableCookies } as RequestStore;
  /* oxlint-enable typescript/no-unsafe-type-assertion */
  return workAsyncStorage.run(work, () => workUnitAsyncStorage.run(request, run));
}

// What a header's value may hold (Fetch standard): bytes, but neither NUL nor a line's end.
const byte = fc.integer({ min: 1, max: 0xff }).filter((code) => code !== 0x0a && code !== 0x0d);
const bytes = (maxLength: number) =>
  fc.string({
    unit: byte.map((code) => String.fromCharCode(code)),
    maxLength,
    size: maxLength > 100 ? "max" : "small",
  });
const address = fc.oneof(fc.ipV4(), fc.ipV6(), bytes(50));
const word = fc.oneof(
  fc.uuid(),
  fc.string({ maxLength: 300, size: "max" }).map((text) => text.replaceAll(/[^\w.:+/=@-]/g, "-")),
);

/** The headers that an entry tells of, as anyone may send them. */
export const sentHeaders = fc.record(
  {
    "x-forwarded-for": fc.oneof(
      address,
      fc.array(address, { maxLength: 4 }).map((addresses) => addresses.join(", ")),
    ),
    "user-agent": fc.oneof(bytes(40), bytes(3_000)),
    "x-request-id": fc.oneof(word, bytes(40), bytes(600)),
  },
  { requiredKeys: [] },
);
