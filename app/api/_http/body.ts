import type { z } from "zod";
import { parseInput } from "@/modules/access/access.service";
import { ServiceError } from "@/modules/access/access.types";

const maxBytes = 64 * 1024;

/** A request's JSON body. @throws ServiceError unsupported_media_type, payload_too_large, malformed_json, invalid_input */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  requireJson(request);
  return parseInput(schema, parseJson(await readBytes(request)));
}

/** The same where the body may be left out. */
export async function readOptionalBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const bytes = await readBytes(request);
  if (bytes.byteLength === 0) return parseInput(schema, {});
  requireJson(request);
  return parseInput(schema, parseJson(bytes));
}

function requireJson(request: Request): void {
  const mediaType = request.headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (mediaType !== "application/json")
    throw new ServiceError("unsupported_media_type", "Send application/json.");
}

/** Stops at the limit: a declared length may be missing or false. */
async function readBytes(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new ServiceError("payload_too_large", `Send at most ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new ServiceError("malformed_json", "The body is not valid JSON in UTF-8.");
  }
}
