import { randomBytes } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";

/**
 * The secret kept in a file only its owner can read, made at the first call. Call it under the folder's
 * lock: two processes at once would make two.
 */
export async function keptSecret(file: string): Promise<string> {
  const kept = await readFile(file, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  });
  return kept.trim() || (await makeSecret(file));
}

async function makeSecret(file: string) {
  const secret = randomBytes(32).toString("base64url");
  const partial = await open(`${file}.partial`, "w", 0o600);
  try {
    await partial.writeFile(`${secret}\n`);
    await partial.sync();
  } finally {
    await partial.close();
  }
  await rename(`${file}.partial`, file);
  return secret;
}
