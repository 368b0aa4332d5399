import { mark } from "./mark";

// The issuers' number ranges and lengths (ISO/IEC 7812): Visa, Mastercard, American Express, Diners Club,
// JCB, Discover, UnionPay, Maestro. Without them one id in ten of this length would pass for a card.
const issued =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[0-8]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35\d{14}|62\d{14,17}|6[0-9]\d{14})$/;

/** Whether a row of digits is a payment card's number: of an issuer's range, and right by Luhn. */
export function isCardNumber(digits: string): boolean {
  return issued.test(digits) && luhnSum(digits) % 10 === 0;
}

function luhnSum(digits: string): number {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[at]);
    const isDoubled = (digits.length - at) % 2 === 0;
    sum += isDoubled ? (digit > 4 ? 2 * digit - 9 : 2 * digit) : digit;
  }
  return sum;
}

/** Groups of digits with one space or dash between. Next to a hex digit, a plus or a point it is none. */
const rows = /(?<![\da-fA-F+.])\d+(?:[ \u00A0.-]\d+)*(?![a-fA-F])/g;

export function redactCards(text: string): string {
  return text.replaceAll(rows, (row) => (row.length < 13 ? row : redactRow(row)));
}

type Group = { digits: string; start: number; end: number };

function redactRow(row: string): string {
  const groups = [...row.matchAll(/\d+/g)].map(({ 0: digits, index }): Group => ({
    digits,
    start: index,
    end: index + digits.length,
  }));
  let redacted = "";
  let kept = 0;
  for (let at = 0; at < groups.length; at++) {
    const card = groups[at] && cardAt(groups, at);
    if (!card) continue;
    redacted += `${row.slice(kept, groups[at]?.start)}${mark}`;
    kept = card.end;
    at = card.last;
  }
  return redacted + row.slice(kept);
}

/** The card number that starts with a group, and the group that it ends with. */
function cardAt(groups: Group[], first: number): { last: number; end: number } | null {
  let digits = "";
  for (let last = first; last < groups.length && digits.length < 19; last++) {
    const group = groups[last];
    if (!group || (last > first && group.digits.length > 6)) return null;
    digits += group.digits;
    if (digits.length > 12 && isCardNumber(digits)) return { last, end: group.end };
    if (group.digits.length < 3 || group.digits.length > 6) return null;
  }
  return null;
}
