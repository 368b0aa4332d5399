import { NextResponse, type NextRequest } from "next/server";

const maxBytes = 100_000;

/**
 * Looks at what Next would answer with 500 since it can't take it apart. A path that is no UTF-8 leads
 * nowhere (404). Of what forms send: other sites' forms (403), too much (413), what is no form of ours
 * (400). The JSON routes look at their bodies themselves.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const { pathname } = request.nextUrl;
  const isRoute = pathname.startsWith("/api/");
  if (!isDecodable(pathname))
    return NextResponse.rewrite(new URL(isRoute ? "/api/nothing" : "/nothing", request.url));
  if (isRoute || request.method !== "POST") return NextResponse.next();
  if (isForeign(request)) return refuse(403, "Forms of other sites are refused.");
  const body = await readBody(request);
  if (body === null) return refuse(413, "What was sent is too long.");
  return (await isReadable(request, body))
    ? NextResponse.next()
    : refuse(400, "What was sent can't be read.");
}

export const config = {
  matcher: ["/(.*%.*)", { source: "/((?!api/|_next/).*)", has: [{ type: "header", key: "content-type" }] }],
};

function isDecodable(pathname: string): boolean {
  try {
    return decodeURIComponent(pathname) !== "";
  } catch {
    return false;
  }
}

function refuse(status: number, message: string): Response {
  const headers = { "content-type": "text/plain; charset=utf-8", connection: "close" };
  return new Response(message, { status, headers });
}

/** The comparison Next makes as well. Browsers name the page's origin; programs needn't. */
function isForeign({ headers }: NextRequest): boolean {
  const origin = headers.get("origin");
  const host = headers.get("x-forwarded-host") ?? headers.get("host");
  return origin !== null && !(URL.canParse(origin) && new URL(origin).host === host);
}

/** Null: too long. A declared length may be missing or false, so what comes is counted. */
async function readBody({ headers, body }: Request): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(headers.get("content-length")) > maxBytes) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function isReadable({ headers }: NextRequest, body: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const type = headers.get("content-type") ?? "";
  try {
    // What React sends from a script: plain text is JSON, anything else a form.
    if (headers.has("next-action") && type.startsWith("text/plain"))
      JSON.parse(new TextDecoder().decode(body));
    else requireForm(await new Response(body, { headers: { "content-type": type } }).formData());
    return true;
  } catch {
    return false;
  }
}

/** Throws unless the values that a page bound to its action, `$ACTION_1:1`, are JSON. */
function requireForm(form: FormData): void {
  for (const [name, value] of form) {
    if (/^\$ACTION_\d+:\d+$/.test(name)) JSON.parse(typeof value === "string" ? value : "");
  }
}
