const stored = { depth: 8, nodes: 2_000, keys: 100_000, text: 8_000, characters: 250_000 };
const whole = { depth: 100, nodes: 100_000, keys: 200_000, text: 1e8, characters: 1e8 };

/** One walk through a value: what it may still take, and the objects that it is inside of. */
export type Walk = {
  readonly limits: typeof stored;
  /** Whether the copy is kept: redacted, and its texts made storable. */
  readonly isStored: boolean;
  nodes: number;
  /** Keys that may still be listed. An object's keys come all at once, so the last may have a million more. */
  keys: number;
  /** Of JSON. */
  characters: number;
  readonly parents: object[];
};

/** For a copy that is stored: together with its marks it stays below 256,000 characters of JSON. */
export const storedWalk = (): Walk => startWalk(stored, true);

/** For telling values apart: as they are, within bounds so wide that only hostile objects meet them. */
export const wholeWalk = (): Walk => startWalk(whole, false);

function startWalk(limits: typeof stored, isStored: boolean): Walk {
  const { nodes, keys, characters } = limits;
  return { limits, isStored, nodes, keys, characters, parents: [] };
}

export function isSpent({ nodes, characters }: Walk): boolean {
  return nodes <= 0 || characters <= 0;
}

const escaped = /["\\\p{Cc}]/u;

/** Takes a text's length in JSON from what is left; what its escapes make too long is cut once more. */
export function spendText(text: string, walk: Walk): string {
  const length = escaped.test(text) ? JSON.stringify(text).length : text.length;
  walk.characters -= length;
  const fits = walk.characters >= 0 || length === text.length;
  return fits ? text : `${text.slice(0, 99)}…`.toWellFormed();
}
