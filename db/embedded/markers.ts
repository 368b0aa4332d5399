import { randomBytes } from "node:crypto";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { startMark } from "./processes";

/** A file that stands for a live process: who, in what role. Its name says it all, so that it is made in one step. */
export type Marker = { file: string; label: string; id: string };

const namePattern = /^(?<label>[a-z0-9]+)-(?<pid>\d+)-(?<start>[0-9a-f]+)-(?<token>[0-9a-f]+)$/;

/** Leaves a marker for a process (this one unless told otherwise); null when that process is gone already. */
export async function addMarker(
  folder: string,
  { label, pid = process.pid, token = newToken() }: { label: string; pid?: number; token?: string },
): Promise<Marker | null> {
  const start = startMark(pid);
  if (start === null) return null;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `${label}-${pid}-${start}-${token}`);
  await writeFile(file, "");
  return { file, label, id: token };
}

export async function removeMarker({ file }: Marker): Promise<void> {
  await rm(file, { force: true });
}

/** The markers of living processes. Those of dead ones are cleared away: no name is ever used twice. */
export async function listMarkers(folder: string): Promise<Marker[]> {
  const names = await readdir(folder).catch(() => []);
  const live: Marker[] = [];
  for (const name of names) {
    const { label, pid, start, token } = namePattern.exec(name)?.groups ?? {};
    if (label === undefined || token === undefined) continue;
    const file = path.join(folder, name);
    if (startMark(Number(pid)) === start) live.push({ file, label, id: token });
    else await rm(file, { force: true });
  }
  return live;
}

export function newToken(): string {
  return randomBytes(8).toString("hex");
}
