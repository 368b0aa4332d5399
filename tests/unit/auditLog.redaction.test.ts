import { describe, expect, it } from "vitest";
import { diff } from "@/modules/auditLog/capture/changes";
import { toStoredEntry } from "@/modules/auditLog/capture/entry";
import { isSecretKey } from "@/modules/auditLog/capture/redaction/keys";
import { redactText } from "@/modules/auditLog/capture/redaction/text";
import { canaries } from "./canaries";

process.env["DATABASE_URL"] ??= "postgres://app@localhost/app";
process.env["AUTH_SECRET"] ??= "a-secret-for-tests-and-nothing-else";

const of = { action: "post.updated", resourceType: "post", resourceId: "p1" };
const stored = (fields: object) => toStoredEntry({ ...of, ...fields });
const metadata = (given: object) => stored({ metadata: given }).metadata;

describe("canaries", () => {
  it("are of 40 shapes at least, each with a secret of its own", () => {
    expect(canaries.length).toBeGreaterThanOrEqual(40);
    expect(new Set(canaries.map(({ secret }) => secret)).size).toBe(canaries.length);
  });

  it.each(canaries)("$shape: is found nowhere", ({ secret, fields }) => {
    const text = JSON.stringify(stored(fields));
    expect(text).not.toContain(secret);
    expect(text).not.toMatch(/CANARY\d{3}zq/);
    expect(text).toMatch(/\[redacted\]|hmac:/);
  });

  it.each(canaries)("$shape: is not found in changes made by diff()", ({ secret, fields }) => {
    const text = JSON.stringify(diff<Record<string, unknown>>({}, { outer: fields, ...fields }));
    expect(text).not.toContain(secret);
    expect(text).not.toMatch(/CANARY\d{3}zq/);
  });
});

it.each([
  "sk_live_CANARYCANARYCANARYCANARY",
  "https://CANARYCANARY:CANARYCANARYCANARY@example.com",
  '"password":"CANARYCANARYCANARYCANARY"',
  "Bearer CANARY12CANARY12CANARY12",
])("leaves no part of %s, wherever the limit cuts it", (secret) => {
  for (let before = 7_940; before < 8_010; before++) {
    const note = `${"x".repeat(before)} ${secret.replace("//CANARYCANARY:", "//user:")}`;
    for (const text of [note, `${note} ${"y".repeat(20_000)}`])
      expect(JSON.stringify(metadata({ note: text })), `${before} of ${text.length}`).not.toMatch(/CANAR/);
  }
});

describe("keys of secrets", () => {
  it.each(
    "password passwd passphrase secret clientSecret client_secret api_key API-KEY apiKey APIKey apikey accessToken refresh_token id_token csrfToken authorization Proxy-Authorization cookie set-cookie privateKey private_key credential credentials pin PIN cvv CVC ssn otp totpSecret sessionId session_id x-api-key passwordHash user_password NEW-PASSWORD dbpassword pwd password2 jwt secretAccessKey signing_key stripe.secret tokens resetPasswordToken creditCardNumber pass SMTP_PASS userPass pw pswd mfaCode twoFactorCode seedPhrase mnemonic securityAnswer webhookKey tlsKey pemKey clientKey consumerKey csrf secretId".split(
      " ",
    ),
  )("%s is one", (key) => {
    expect(isSecretKey(key)).toBe(true);
  });

  it.each(
    "tokenCount passwordChangedAt password_updated_at secretary pinned author authorId pinnedAt spin keyboard monkey publicKey key hasPassword tokenType token_expires_at maxTokens inputTokens sessionCount cookieConsent cookie_policy tokenId apiKeyName secretName passwordLength isPinned title email discussion assigned shipping opinion company cookiePreferences tokenBudget tokenCost tokensPerMinute pinColor passwordless passwordExpiresIn authorizationAmount passenger bypass passRate testsPassed passCount keyCount clientKeyCount csrfEnabled".split(
      " ",
    ),
  )("%s is none", (key) => {
    expect(isSecretKey(key)).toBe(false);
  });

  it("take whatever is under them with them, and leave nothing nothing", () => {
    const given = { token: { a: [1] }, secret: ["x"], pin: 1234, cvv: true, password: null, otp: undefined };
    expect(metadata(given)).toEqual({
      token: "[redacted]",
      secret: "[redacted]",
      pin: "[redacted]",
      cvv: "[redacted]",
      password: null,
      otp: null,
    });
  });
});

describe("text", () => {
  it.each([
    ["Authorization: Bearer abc.def-123", "Authorization: [redacted]"],
    ["sent Bearer abcdef123456 on", "sent Bearer [redacted] on"],
    ["https://ana:hunter2@example.com/a", "https://ana:[redacted]@example.com/a"],
    ["see https://a.com,postgres://u:p@h/db", "see https://a.com,postgres://u:[redacted]@h/db"],
    ["/cb?token=abc&x=1", "/cb?token=[redacted]&x=1"],
    ["/cb?next=%2Fa%3Ftoken%3Dabc%26x%3D1", "/cb?next=%2Fa%3Ftoken%3D[redacted]%26x%3D1"],
    ['{"password":"a\\"b","x":1}', '{"password":"[redacted]","x":1}'],
    ['{"pin":1234,"x":null}', '{"pin":[redacted],"x":null}'],
    ['{"credentials":{"a":["b"]},"x":1}', '{"credentials":[redacted],"x":1}'],
    ['{"password":"cut of', '{"password":"[redacted]'],
    ["paid with 4111 1111 1111 1111, thanks", "paid with [redacted], thanks"],
    ["12 4111-1111-1111-1111 12", "12 [redacted] 12"],
    ["API key: abc123def", "API key: [redacted]"],
    ["password=hunter2", "password=[redacted]"],
    ["SMTP_PASS=a1 pw=b2 mnemonic=c3", "SMTP_PASS=[redacted] pw=[redacted] mnemonic=[redacted]"],
    ["user=ana,password=a,b;c", "user=ana,password=[redacted];c"],
  ])("%j is stored as %j", (given, expected) => {
    expect(redactText(given)).toBe(expected);
    expect(redactText(expected)).toBe(expected);
  });

  it.each([
    "Ana Lindqvist",
    "How to choose a password: a guide",
    "Forgot your password? Ask Bo",
    "the basic plan and bearer bonds",
    "risk-averse task-force desk-bound disk_usage_of_the_machine",
    "6b1f0c1e-0000-4000-8000-000000000001",
    "41111111-1111-4111-8111-111111111111",
    "https://example.com:8080/@ana?page=2#top",
    "https://medium.com/@ana",
    "2026-03-01T10:20:30.400Z 2026-03-02",
    "1735689600000000 and 4111111111111112",
    "+49 151 23456789012",
    "sk-SK",
    "npm_config_registry",
    "sk-learn-version-2",
    "pk_item_2024_red_large_1",
    "https://slack.com/services/abc",
    "-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----",
    "tokenCount=5&passwordChangedAt=2026",
    '"password":null',
    "a:b=c d: e",
  ])("%j is left alone", (text) => {
    expect(redactText(text)).toBe(text);
  });

  const repeated = [
    "eyJ",
    "eyJ.",
    "eyJ-",
    "sk-",
    "ghp_",
    "://",
    "://a:",
    "a@",
    "-----BEGIN RSA PRIVATE KEY",
    "bearer ",
    "basic ",
    "password=",
    "password:",
    '"password":"',
    '\\"password\\":\\"',
    "token={",
    "4111 ",
    "1",
    "1-",
    "a=",
    "=",
    ":",
    "%3D",
    "<a>",
    "<",
    "AIza",
    "xox-",
    "cookie: ",
    " ",
    "a",
    "api key ",
    "token: a ",
  ];
  // Were any pattern to read a run more than once, these would not end within the test's time by far.
  it.each(repeated)("is read once, also where it is %j over and over", (piece) => {
    const text = piece.repeat(Math.ceil(300_000 / piece.length));
    expect(redactText(`${text} password=hunter2\n`)).not.toContain("hunter2");
  });
});
