// A double keeps 15 digits whatever they are; IEEE 754.
const manyDigits = /\d{16}/;
const numbers = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * `JSON.parse`, but for numbers whose digits JavaScript can't hold: they are told as texts.
 *
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!manyDigits.test(text)) return value;
  const exact: unknown = JSON.parse(quoteLong(text));
  return exact;
}

/** Of JSON without a fault. Not by one expression for all: the engine's stack is too small for texts of megabytes. */
function quoteLong(text: string): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length;) {
    const quote = text.indexOf('"', at);
    const open = quote === -1 ? text.length : quote;
    parts.push(text.slice(at, open).replaceAll(numbers, exactly));
    at = endOfString(text, open);
    parts.push(text.slice(open, at));
  }
  return parts.join("");
}

function exactly(number: string): string {
  if (!manyDigits.test(number)) return number;
  const isHeld = digitsOf(number) === digitsOf(Number(number).toExponential());
  return isHeld ? number : `"${number}"`;
}

/** The digits that count. */
function digitsOf(number: string): string {
  const [mantissa = ""] = number.split(/e/i);
  return mantissa.replaceAll(/[-.]/g, "").replace(/^0+/, "").replace(/0+$/, "");
}

/** Behind the closing quote of the string that opens there. */
function endOfString(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text[before] === "\\") before--;
    if ((at - before) % 2 === 1) return at + 1;
  }
  return text.length;
}
