import { runInNewContext } from "node:vm";
import fc from "fast-check";

const refuse = (): never => {
  throw new Error("refused");
};

class LyingDate extends Date {
  override getTime = refuse;
  override toISOString = refuse;
  override valueOf = refuse;
}

class EndlessSet extends Set<unknown> {
  override *[Symbol.iterator](): SetIterator<unknown> {
    for (;;) yield this;
  }
}

class Secretive {
  #hidden = "hidden";
  shown = 1;
  get hidden(): string {
    return this.#hidden;
  }
}

/** A proxy that answers whatever it is asked with another of its kind. */
function endless(): object {
  return new Proxy(
    {},
    {
      get: (_target, key) => (key === "length" ? 4_294_967_295 : endless()),
      ownKeys: () => Array.from({ length: 5 }, () => `key${Math.random()}`),
      getOwnPropertyDescriptor: () => ({ value: endless(), enumerable: true, configurable: true }),
    },
  );
}

const names = Array.from({ length: 1_000_000 }, (_, at) => `key${at}`);

function manyKeys(): object {
  return new Proxy({}, { ownKeys: () => names, get: manyKeys });
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function mutating(): object {
  const value: Record<string, unknown> = { a: 1 };
  let count = 0;
  Object.defineProperty(value, "grow", { enumerable: true, get: () => (value[`more${count++}`] = [value]) });
  return value;
}

const box = (value: unknown): unknown => Object(value);
const bare: unknown = Object.setPrototypeOf({ a: 1 }, null);
const otherRealm = "({ d: new Date(0), m: new Map([[1, [2]]]), e: new Error('no'), r: /x/ })";
const inherited: unknown = Object.create({ inherited: "secret", toJSON: refuse });

/** Values that no well-meant code hands over, each made anew. */
export const hostile: Record<string, () => unknown> = {
  "throwing proxy": () =>
    new Proxy(
      {},
      { get: refuse, ownKeys: refuse, has: refuse, getPrototypeOf: refuse, getOwnPropertyDescriptor: refuse },
    ),
  "endless proxy": endless,
  "a million keys at every level": manyKeys,
  "a proxy's array": () => new Proxy([1, 2], { get: refuse }),
  "revoked object": () => revoked({}),
  "revoked array": () => revoked([]),
  "throwing getter": () => Object.defineProperty({ a: 1 }, "b", { get: refuse, enumerable: true }),
  "mutating getter": mutating,
  toJSON: () => ({ toJSON: refuse, kept: 1 }),
  "toString and valueOf": () => ({ toString: refuse, valueOf: refuse, [Symbol.toPrimitive]: refuse }),
  "lying Date": () => new LyingDate(),
  "invalid Date": () => new Date(Number.NaN),
  "endless Set": () => new EndlessSet([1]),
  "sparse array": () => Object.assign([], { length: 4_294_967_295 }),
  "typed array": () => new Float64Array(1_000_000),
  "array buffer": () => new ArrayBuffer(5_000_000),
  "5 MB": () => "x".repeat(5_000_000),
  "5 MB of quotes": () => '"\\\u0001'.repeat(1_700_000),
  "5 MB in pieces": () => Array.from({ length: 5_000 }, () => "y".repeat(1_000)),
  "5 MB of control characters in pieces": () => Array.from({ length: 5_000 }, () => "\u0001".repeat(1_000)),
  "many long keys": () =>
    Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`${at}`.padEnd(2_000, "k"), at])),
  "10,000 levels": () => {
    let value: unknown = "bottom";
    for (let level = 0; level < 10_000; level++) value = level % 2 ? { value } : [value];
    return value;
  },
  "200,000 keys": () => Object.fromEntries(Array.from({ length: 200_000 }, (_, at) => [`k${at}`, at])),
  "keys alike when cut": () =>
    Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`${"k".repeat(300)}${at}`, at])),
  __proto__: () =>
    JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": 1}}') as unknown,
  "another realm's": (): unknown => runInNewContext(otherRealm),
  boxed: () => ["text", 1, true, 1n, Symbol("s")].map(box),
  "class instance": () => new Secretive(),
  inherited: () => inherited,
  "no prototype": () => bare,
  functions: () => [refuse, class {}, async () => 1, Symbol("s")],
  numbers: () => [-0, Number.NaN, Infinity, -Infinity, 2 ** 53, 5e-324, 1e308, 10n ** 100n],
  "Error with cause": () => new AggregateError([new Error("a")], "b", { cause: endless() }),
  "broken Error": () => Object.defineProperty(new Error("a"), "message", { get: refuse }),
  "NUL and lone surrogates": () => ["\0", "\uD800", "\uDC00x", "a\uD83D", { "\0": "\0", "\uDFFF": 1 }],
  "CRLF and ANSI": () => "a\r\nSet-Cookie: x\u001b[31m\u009b0m",
  "bidi controls": () => "\u202Egnp.exe\u2066\u2069\u200F",
};

/** Any JavaScript value: what fast-check makes of everything, and what it would not think of. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.anything({
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
      withUnicodeString: true,
      maxDepth: 4,
      maxKeys: 6,
    }),
  },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 600 }) },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.constantFrom(
        ...'\0\uD800\uDC00\u202E\u2069\r\n\u001b\u009b"\\=:{}[]@/.?&%-_ 4password'.split(""),
      ),
      maxLength: 300,
    }),
  },
);
