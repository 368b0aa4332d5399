const anyOrigin = "http://localhost";

/** Where to go after signing in: a path of this site, else the start page. Whatever leads elsewhere is dropped. */
export function toNextPath(next: unknown): string {
  if (typeof next !== "string" || !next.startsWith("/") || !URL.canParse(next, anyOrigin)) return "/projects";
  const { origin, pathname, search } = new URL(next, anyOrigin);
  // Browsers read "//host" as another site, and "/.//host" resolves to it.
  return origin === anyOrigin && !pathname.startsWith("//") ? pathname + search : "/projects";
}

export function toSignIn(next: string): string {
  return `/sign-in?${new URLSearchParams({ next }).toString()}`;
}
