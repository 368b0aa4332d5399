import type { Readable } from "node:stream";

/** Where a starting server says that it listens, once it does. */
export async function addressOf({ stdout }: { stdout: Readable }): Promise<string> {
  let said = "";
  return new Promise((resolve, reject) => {
    stdout.on("end", () => reject(new Error(`It ended before it was ready: ${said}`)));
    stdout.on("data", (data) => {
      said += String(data);
      const [, address] = /Local:\s+(http\S+)[^]*Ready/.exec(said) ?? [];
      if (address !== undefined) resolve(address);
    });
  });
}
