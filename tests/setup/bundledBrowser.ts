import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { BrowserProgram } from "./browser";

const cache = resolve("node_modules/.cache");
const home = join(cache, "chromium-147.0.0");

// The package unpacks into the folder for temporary files, leaves a half-written program behind when it
// is interrupted, and takes that for whole the next time. So it is given a folder of its own, which
// gets its name once it is complete. It unpacks the libraries of a bare system only on AWS Lambda.
const unpack = `
  const { default: chromium } = await import("@sparticuz/chromium");
  await chromium.executablePath();
`;

// Its own names the folders of a Lambda; without a font every text is 0 pixels high.
const fontconfig = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir><dir>/usr/share/fonts</dir></fontconfig>
`;

async function unpackInto(folder: string): Promise<void> {
  const env = { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: "nodejs20.x" };
  await promisify(execFile)(process.execPath, ["--input-type=module", "-e", unpack], { env });
  await writeFile(join(folder, "fonts/fonts.conf"), fontconfig);
}

async function claim(folder: string): Promise<void> {
  try {
    await rename(folder, home);
  } catch (error) {
    // Another process was first; what it unpacked is the same.
    await rm(folder, { recursive: true });
    if (!existsSync(home)) throw error;
  }
}

/** Unpacks the Chromium of `@sparticuz/chromium` once; it needs no library nor font of the system. */
export async function unpackChromium(): Promise<BrowserProgram> {
  if (`${process.platform}-${process.arch}` !== "linux-x64") {
    throw new Error("No browser found: install Chromium or Chrome, or set CHROMIUM_PATH to one's program");
  }
  if (!existsSync(home)) {
    await mkdir(cache, { recursive: true });
    const folder = await mkdtemp(join(cache, "chromium-"));
    await unpackInto(folder);
    await claim(folder);
  }
  return {
    executablePath: join(home, "chromium"),
    env: { LD_LIBRARY_PATH: join(home, "al2023/lib"), FONTCONFIG_PATH: join(home, "fonts") },
  };
}
