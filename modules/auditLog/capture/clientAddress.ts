import { isIP } from "node:net";

/**
 * The client's address in an `X-Forwarded-For` header, counted from the right: each trusted proxy
 * appends the address it was called from, and whatever stands further left the client may have made
 * up. Null without trusted proxies, and for what is no address.
 */
export function clientAddress(forwardedFor: string | null, trustedProxies: number): string | null {
  if (forwardedFor === null || trustedProxies < 1) return null;
  const address = forwardedFor.split(",").at(-trustedProxies)?.trim() ?? "";
  return parseAddress(address);
}

function parseAddress(text: string): string | null {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1];
  const withPort = /^([\d.]+):\d+$/.exec(text)?.[1];
  const address = (bracketed ?? withPort ?? text).replace(/%.*$/, "");
  return isIP(address) === 0 ? null : address;
}
