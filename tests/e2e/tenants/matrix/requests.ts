import type { Visitor } from "@/tests/e2e/support/visitor";
import type { World } from "@/tests/e2e/tenants/world";
import type { Told } from "./told";

/** Requests that are answered alike, and how: `GET /path` or `POST /path {"json":…}`, of Acme's things. */
export type Row = { told: Told; requests: (world: World) => string[] };

export async function send(visitor: Visitor, request: string) {
  const [method = "", path = "", ...body] = request.split(" ");
  return visitor.json(method, path, body.length > 0 ? JSON.parse(body.join(" ")) : undefined);
}

/** A status; of a page that is elsewhere for this viewer, where. */
export function toldBy({ status, headers }: Awaited<ReturnType<typeof send>>): number | string {
  const [path] = headers.get("location")?.split("?") ?? [];
  return status === 307 && path !== undefined ? path : status;
}
