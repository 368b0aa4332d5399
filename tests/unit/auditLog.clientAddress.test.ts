import { expect, it } from "vitest";
import { clientAddress } from "@/modules/auditLog/capture/clientAddress";

const chain = "6.6.6.6, 203.0.113.7, 10.0.0.2";

it.each([
  [0, null],
  [1, "10.0.0.2"],
  [2, "203.0.113.7"],
  [3, "6.6.6.6"],
  [4, null],
  [-1, null],
])("behind %i trusted proxies the client is %s", (proxies, address) => {
  expect(clientAddress(chain, proxies)).toBe(address);
});

it.each([
  ["203.0.113.7", "203.0.113.7"],
  ["  203.0.113.7\t", "203.0.113.7"],
  ["203.0.113.7:49152", "203.0.113.7"],
  ["2001:db8::1", "2001:db8::1"],
  ["[2001:db8::1]", "2001:db8::1"],
  ["[2001:db8::1]:49152", "2001:db8::1"],
  ["fe80::1%eth0", "fe80::1"],
  ["[fe80::1%25eth0]:443", "fe80::1"],
  // The same client, however the proxy's socket writes it: one address finds all its entries.
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["::FFFF:cb00:7107", "203.0.113.7"],
  ["0:0:0:0:0:ffff:203.0.113.7", "203.0.113.7"],
  ["[::ffff:203.0.113.7]:443", "203.0.113.7"],
  ["::1", "::1"],
  ["::ffff", "::ffff"],
  ["2001:db8::ffff:cb00:7107", "2001:db8::ffff:cb00:7107"],
  // Headers sent twice arrive joined.
  ["6.6.6.6, 203.0.113.7", "203.0.113.7"],
  ["garbage,203.0.113.7", "203.0.113.7"],
])("%s is %s", (header, address) => {
  expect(clientAddress(header, 1)).toBe(address);
});

it.each([
  null,
  "",
  " ",
  ",",
  "203.0.113.7,",
  "unknown",
  "localhost",
  "256.1.1.1",
  "1.2.3",
  "203.0.113.7 OR 1=1",
  "203.0.113.7:port",
  "[2001:db8::1",
  "2001:db8::1]",
  "[]:80",
  "2001:db8:::1",
  "_hidden",
  "010.0.0.1",
  "203.0.113.7\r\nX: 1",
  "%eth0",
  "1.2.3.4:80:80",
  "x".repeat(100_000),
])("%j is no address", (header) => {
  expect(clientAddress(header, 1)).toBeNull();
});
