import { isIP } from "node:net";

// The longest an address can be written, with brackets, zone and port.
const longest = 100;

/**
 * The client's address in an `X-Forwarded-For` header, counted from the right: each trusted proxy
 * appends the address it was called from, and whatever stands further left the client may have made
 * up. Null without trusted proxies, with fewer addresses than proxies, and for what is no address.
 */
export function clientAddress(forwardedFor: string | null, trustedProxies: number): string | null {
  if (forwardedFor === null || trustedProxies < 1) return null;
  const address = forwardedFor.split(",").at(-trustedProxies)?.trim() ?? "";
  return address.length > longest ? null : parseAddress(address);
}

function parseAddress(text: string): string | null {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1];
  const withPort = /^([\d.]+):\d+$/.exec(text)?.[1];
  const address = (bracketed ?? withPort ?? text).replace(/%.*$/, "");
  return isIP(address) === 0 ? null : unmapped(address);
}

/** A socket for both versions writes an IPv4 client as `::ffff:203.0.113.7` (RFC 4291, 2.5.5.2). */
function unmapped(address: string): string {
  if (!/^[0:]*:ffff:/i.test(address)) return address;
  const canonical = new URL(`http://[${address}]`).hostname;
  const [, high, low] = /^\[::ffff:([\da-f]+):([\da-f]+)\]$/.exec(canonical) ?? [];
  if (high === undefined || low === undefined) return address;
  return [high, low].flatMap((half) => bytesOf(Number.parseInt(half, 16))).join(".");
}

const bytesOf = (half: number): number[] => [half >> 8, half & 0xff];
