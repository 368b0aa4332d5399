/** Where JSON goes wrong: a character's number, from 1, and what is the matter there. */
export type SyntaxFault = { column: number; problem: string };

/**
 * Finds the fault in a text that `JSON.parse` refuses, whose own message may quote what stands there (RFC 8259).
 * Null where there is none.
 */
export function findFault(text: string): SyntaxFault | null {
  const scan = { text, at: 0, open: [] as Bracket[] };
  let next: Step | null = value;
  while (next !== null) {
    scan.at += lengthOf(space, scan);
    const after: Step | string | null = next(scan, text[scan.at] ?? "");
    if (typeof after === "string") return faultAt(scan, after);
    next = after;
  }
  return null;
}

type Bracket = "{" | "[";
type Scan = { readonly text: string; at: number; readonly open: Bracket[] };
/** Reads one token and answers with what comes then, null at the end, or what is the matter. */
type Step = (scan: Scan, character: string) => Step | string | null;

function faultAt({ text, at }: Scan, problem: string): SyntaxFault {
  return { column: at + 1, problem: at >= text.length ? "the line ends in the middle of the JSON" : problem };
}

const value: Step = (scan, character) => {
  if (character === '"') return string(scan) ?? after;
  if (character === "{" || character === "[") {
    scan.open.push(character);
    scan.at++;
    return character === "{" ? firstKey : firstValue;
  }
  const length = lengthOf(scalar, scan);
  scan.at += length;
  return length === 0 ? "there is no JSON value" : after;
};

const key: Step = (scan, character) =>
  character === '"' ? (string(scan) ?? colon) : "a field's name in quotes is missing";

const firstKey: Step = (scan, character) => (character === "}" ? close(scan) : key(scan, character));
const firstValue: Step = (scan, character) => (character === "]" ? close(scan) : value(scan, character));

const colon: Step = (scan, character) => {
  if (character !== ":") return "a colon is missing";
  scan.at++;
  return value;
};

const after: Step = (scan, character) => {
  const inside = scan.open.at(-1);
  if (inside === undefined) return character === "" ? null : "something follows the end of the JSON";
  const closing = inside === "{" ? "}" : "]";
  if (character === closing) return close(scan);
  if (character !== ",") return `a comma or ${closing} is missing`;
  scan.at++;
  return inside === "{" ? key : value;
};

function close(scan: Scan): Step {
  scan.open.pop();
  scan.at++;
  return after;
}

const escape = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const firstPrintable = 32;

/** Goes behind a text's closing quote, or answers with what is wrong in it. */
function string(scan: Scan): string | null {
  for (scan.at++; scan.at < scan.text.length; scan.at++) {
    const character = scan.text[scan.at];
    if (character === '"') {
      scan.at++;
      return null;
    }
    if (scan.text.charCodeAt(scan.at) < firstPrintable)
      return "a text holds a character that has to be escaped";
    if (character !== "\\") continue;
    const length = lengthOf(escape, scan);
    if (length === 0) return "a text holds an escape that JSON does not have";
    scan.at += length - 1;
  }
  return "the text has no end";
}

const space = /[ \t\r\n]*/y;
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

function lengthOf(pattern: RegExp, { text, at }: Scan): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
