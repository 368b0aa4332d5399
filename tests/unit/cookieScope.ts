// First: it gives Next its AsyncLocalStorage, as a Next server does.
import "next/dist/server/node-environment-baseline";
import { workAsyncStorage, type WorkStore } from "next/dist/server/app-render/work-async-storage.external";
import {
  workUnitAsyncStorage,
  type RequestStore,
} from "next/dist/server/app-render/work-unit-async-storage.external";
import {
  MutableRequestCookiesAdapter,
  RequestCookiesAdapter,
} from "next/dist/server/web/spec-extension/adapters/request-cookies";
import { RequestCookies } from "next/dist/server/web/spec-extension/cookies";

/** What came of it, and the cookies it set, as they stand in the answer. */
type Answer<Result> = { result: Result; setCookies: string[] };

/** Runs as Next runs a server action of a browser that sends this `Cookie` header. */
export async function withCookies<Result>(
  header: string,
  run: () => Promise<Result>,
): Promise<Answer<Result>> {
  let setCookies: string[] = [];
  const sent = new RequestCookies(new Headers({ cookie: header }));
  const mutable = MutableRequestCookiesAdapter.wrap(sent, (lines) => (setCookies = lines));
  /* oxlint-disable typescript/no-unsafe-type-assertion -- of Next's stores, what cookies() looks at */
  const work = { route: "/", forceStatic: false, dynamicShouldError: false } as WorkStore;
  const request = {
    type: "request",
    phase: "action",
    cookies: RequestCookiesAdapter.seal(sent),
    userspaceMutableCookies: mutable,
  } as unknown as RequestStore;
  /* oxlint-enable typescript/no-unsafe-type-assertion */
  const result = await workAsyncStorage.run(work, () => workUnitAsyncStorage.run(request, run));
  return { result, setCookies };
}
