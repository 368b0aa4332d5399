import { setTimeout as sleep } from "node:timers/promises";

import { EmbeddedPostgresError } from "./embeddedError";
import { addMarker, listMarkers, newToken, removeMarker, type Marker } from "./markers";

const choosing = "choosing";
const pollMs = 50;

/**
 * Runs `action` while no other process runs one with the same folder. Lamport's bakery: each takes a
 * ticket with a number above all others, and waits for the lower ones. Nobody ever takes a lock file over
 * from a dead process, which is where lock files go wrong: its ticket just stops counting.
 */
export async function withLock<Result>(folder: string, action: () => Promise<Result>): Promise<Result> {
  const ticket = await takeTicket(folder);
  try {
    while (await mustWait(folder, ticket)) await sleep(pollMs);
    return await action();
  } finally {
    await removeMarker(ticket);
  }
}

async function takeTicket(folder: string): Promise<Marker> {
  const token = newToken();
  const door = await mark(folder, { label: choosing, token });
  const numbers = (await listMarkers(folder)).map(numberOf);
  const ticket = await mark(folder, { label: String(Math.max(0, ...numbers) + 1), token });
  await removeMarker(door);
  return ticket;
}

async function mustWait(folder: string, ticket: Marker) {
  const othersChoose = (await listMarkers(folder)).some(({ label }) => label === choosing);
  // A second look at the folder: one listing could miss a ticket made, and its door closed, while it ran.
  return othersChoose || (await listMarkers(folder)).some((other) => isBefore(other, ticket));
}

function isBefore(other: Marker, ticket: Marker) {
  const difference = numberOf(other) - numberOf(ticket);
  return other.label !== choosing && (difference < 0 || (difference === 0 && other.id < ticket.id));
}

function numberOf({ label }: Marker) {
  return label === choosing ? 0 : Number(label);
}

async function mark(folder: string, options: { label: string; token: string }) {
  const marker = await addMarker(folder, options);
  if (marker === null) throw new EmbeddedPostgresError("The list of this system's processes can't be read.");
  return marker;
}
