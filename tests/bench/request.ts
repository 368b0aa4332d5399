import type { AppRouteRouteHandlerContext } from "next/dist/server/route-modules/app-route/module";
import type { AppRouteRouteDefinition } from "next/dist/server/route-definitions/app-route-route-definition";
import { z } from "zod";
import type { Scope } from "./measure";

/** What every request says of itself, as the application is told with one trusted proxy. */
export const client = { address: "203.0.113.7", agent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0" };

/**
 * Runs each work inside a request of its own, as a route handler of the built application would. Next has
 * no public way in; this is the module that `next build` wraps around every route handler, in its
 * production form, so that `headers()` reads a scope that Next itself opened. Its options may differ in
 * another version of Next.
 */
export async function openRequestScope(): Promise<Scope> {
  const { AppRouteRouteModule } = await import("next/dist/server/route-modules/app-route/module.compiled.js");
  const { NextRequest } = await import("next/server.js");
  const works = new Map<string, () => Promise<void>>();
  const route = new AppRouteRouteModule({
    definition: { kind: routeKind, page: "/bench/route", pathname: "/bench", ...files },
    distDir: "",
    relativeProjectDir: "",
    resolvedPagePath: "",
    nextConfigOutput: undefined,
    userland: () => ({
      POST: ({ headers }: Request) => answer(works, headers),
      generateStaticParams: undefined,
    }),
  });
  await route.ensureUserland();

  let made = 0;
  return async function inRequest<Result>(work: () => Promise<Result>): Promise<Result> {
    const headers = { ...constantHeaders, "x-request-id": `request-${++made}` };
    const request = new NextRequest("http://localhost/bench", { method: "POST", headers });
    const done = new Promise<Result>((resolve, reject) => {
      works.set(headers["x-request-id"], () => work().then(resolve, reject));
    });
    const [result] = await Promise.all([done, route.handle(request, context).then(requireOk)]);
    works.delete(headers["x-request-id"]);
    return result;
  };
}

// An ambient enum, which a file that is compiled by itself can't name.
const routeKind = z
  .custom<AppRouteRouteDefinition["kind"]>((kind) => kind === "APP_ROUTE")
  .parse("APP_ROUTE");

const files = { filename: "", bundlePath: "" };

const constantHeaders = { "x-forwarded-for": client.address, "user-agent": client.agent };

const context: AppRouteRouteHandlerContext = {
  params: undefined,
  sharedContext: { buildId: "bench", deploymentId: "" },
  previewProps: { previewModeId: "", previewModeSigningKey: "", previewModeEncryptionKey: "" },
  renderOpts: {
    cacheLifeProfiles: { default: { stale: 300, revalidate: 900, expire: 31_536_000 } },
    staticPageGenerationTimeout: 60,
    cacheComponents: false,
    validationLevel: "warning",
    experimental: {
      isRoutePPREnabled: false,
      authInterrupts: false,
      useCacheTimeout: 54,
      durableUseCacheEntries: false,
    },
    waitUntil: undefined,
    onClose: () => {},
    onAfterTaskError: undefined,
  },
};

async function answer(works: ReadonlyMap<string, () => Promise<void>>, headers: Headers): Promise<Response> {
  await works.get(headers.get("x-request-id") ?? "")?.();
  return new Response(null, { status: 204 });
}

function requireOk({ ok, status }: Response): void {
  if (!ok) throw new Error(`Next answered a request of this benchmark with ${status}`);
}
