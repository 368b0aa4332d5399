import { ServiceError } from "@/modules/access/access.types";
import { handleSafely, toServiceError } from "./call";
import { withClientAddress } from "./request";

/** What is open over HTTP. The organization and admin endpoints are not: our services do those, and record them. */
const openPaths = new Map([
  ["/api/auth/sign-in/email", "POST"],
  ["/api/auth/sign-up/email", "POST"],
  ["/api/auth/sign-out", "POST"],
  ["/api/auth/change-password", "POST"],
  ["/api/auth/get-session", "GET"],
]);

const maxBodyBytes = 16 * 1024;

/**
 * Answers a request to better-auth's own endpoints.
 *
 * @throws ServiceError for an endpoint that is not open, a body that can't be used, and what better-auth refuses
 */
export async function forwardRequest(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (openPaths.get(pathname) !== request.method)
    throw new ServiceError("not_found", "There is no such endpoint.");
  const headers = withClientAddress(request.headers);
  if (request.method === "GET") return answer(new Request(request.url, { headers }));
  headers.delete("content-length");
  return answer(new Request(request.url, { method: "POST", headers, body: await readJson(request) }));
}

/** better-auth's own errors become ours, so that every route of the application answers in one shape. */
async function answer(request: Request): Promise<Response> {
  const response = await handleSafely(request);
  if (response.ok) return response;
  throw toServiceError(response.status, await response.json().catch(() => null));
}

async function readJson(request: Request): Promise<string> {
  const mediaType = request.headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (mediaType !== "application/json")
    throw new ServiceError("unsupported_media_type", "Send application/json.");
  const text = await readText(request);
  try {
    JSON.parse(text);
  } catch {
    throw new ServiceError("malformed_json", "The body is not valid JSON.");
  }
  return text;
}

/** Stops at the limit: a declared length may be missing or false. */
async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBodyBytes)
      throw new ServiceError("payload_too_large", `Send at most ${maxBodyBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
