/**
 * One way in which a secret gets into an entry. `fields` go into `auditLogService.log` beside what an entry
 * needs; `secret` must be found nowhere afterwards.
 */
export type Canary = { shape: string; secret: string; fields: Record<string, unknown> };

const base64url = (text: string) => Buffer.from(text).toString("base64url");
const base64 = (text: string) => Buffer.from(text).toString("base64");

// Each has a tail of its own, so that a test that finds one knows which.
let made = 0;
const unique = () => `CANARY${String(++made).padStart(3, "0")}zq`;

const boxed = (text: string): unknown => Object(text);

type Make = (secret: string) => Record<string, unknown>;
type Shape = [shape: string, make: Make, secret?: string];

const inText: Make = (text) => ({ metadata: { note: `before ${text} after` } });
const pem = (body: string) =>
  `-----BEGIN RSA PRIVATE KEY-----\n${body}\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----`;
const jwt = (payload: string) =>
  `${base64url('{"alg":"HS256"}')}.${base64url(payload)}.${base64url("signature")}`;

const underKeys: Shape[] = [
  ["key: password", (value) => ({ metadata: { password: value } })],
  ["key: userPassword", (value) => ({ metadata: { userPassword: value } })],
  ["key: NEW-PASSWORD", (value) => ({ metadata: { "NEW-PASSWORD": value } })],
  ["key: passwd_hash", (value) => ({ metadata: { passwd_hash: value } })],
  ["key: dbpassword", (value) => ({ metadata: { dbpassword: value } })],
  ["key: API-KEY", (value) => ({ metadata: { "API-KEY": value } })],
  ["key: x-api-key, deep", (value) => ({ metadata: { request: { headers: [{ "x-api-key": value }] } } })],
  ["key: clientSecret", (value) => ({ metadata: { oauth: { clientSecret: value } } })],
  ["key: refresh_token", (value) => ({ metadata: { refresh_token: value } })],
  ["key: Authorization", (value) => ({ metadata: { headers: { Authorization: `Custom ${value}` } } })],
  ["key: set-cookie, a list", (value) => ({ metadata: { "set-cookie": [`sid=${value}`] } })],
  ["key: credentials, an object", (value) => ({ metadata: { credentials: { user: value, more: [value] } } })],
  ["key: privateKey, a Buffer's text", (value) => ({ metadata: { privateKey: `${value}` } })],
  ["key: pin, a number", () => ({ metadata: { pin: 98_317_264 } }), "98317264"],
  ["key: sessionId, a boxed string", (value) => ({ metadata: { sessionId: boxed(value) } })],
  ["key: passphrase in a Map", (value) => ({ metadata: { map: new Map([["passphrase", value]]) } })],
  ["key: otp in entries", (value) => ({ metadata: { list: [["otp", value]] } })],
  ["key: named beside its value", (value) => ({ metadata: { field: { name: "password", value } } })],
  ["key: Named, Value", (value) => ({ metadata: { env: [{ Name: "SMTP_PASS", Value: value }] } })],
  ["key: KEYS, VALUE", (value) => ({ metadata: { env: { KEY: "DB_PASSWORD", VALUE: value } } })],
  ["key: a header's", (value) => ({ metadata: { sent: [{ header: "Authorization", value }] } })],
  ["key: JSON Patch", (value) => ({ metadata: { patch: [{ op: "add", path: "/password", value }] } })],
  ["key: itself the secret", (value) => ({ metadata: { [`sk_live_${value}abcdef`]: 1 } })],
  ["changes: password", (value) => ({ changes: { password: { from: value, to: `${value}2` } } })],
  ["changes: a path", (value) => ({ changes: { "smtp.password": { from: null, to: value } } })],
  ["changes: inside a value", (value) => ({ changes: { smtp: { from: null, to: { apiKey: value } } } })],
];

const inValues: Shape[] = [
  ["value: JWT", (value) => inText(value), jwt(`{"sub":"${unique()}"}`)],
  ["value: Stripe key", inText, `sk_live_${unique()}abcdef`],
  ["value: OpenAI key", inText, `sk-proj-${unique()}abcdef`],
  ["value: GitHub token", inText, `ghp_${unique()}abcdefghijklmnop`],
  ["value: GitHub fine-grained", inText, `github_pat_${unique()}_abcdefgh`],
  ["value: Slack token", inText, `xoxb-1234567890-${unique()}`],
  ["value: AWS key id", inText, "AKIA4CANARYZQ4EXAMPLE".slice(0, 20)],
  ["value: Google key", inText, `AIzaSy${unique()}abcdefghijklmnopqrstuvw`],
  ["value: GitLab token", inText, `glpat-${unique()}abcdefgh`],
  ["value: npm token", inText, `npm_${unique()}abcdefghijklmnopqrstuvwx`],
  ["value: Vault token", inText, `hvs.CAES${unique()}abcdefghijklmnop`],
  ["value: Slack app token", inText, `xapp-1-A0123456-${unique()}`],
  ["value: Docker token", inText, `dckr_pat_${unique()}abcdefgh`],
  ["value: Atlassian token", inText, `ATATT3x${unique()}abcdefgh`],
  ["value: Figma token", inText, `figd_${unique()}abcdefgh`],
  ["value: Groq key", inText, `gsk_${unique()}abcdefgh`],
  ["value: Linear key", inText, `lin_api_${unique()}abcdefgh`],
  ["value: Supabase token", inText, `sbp_${unique()}abcdefgh`],
  ["value: age key", inText, `AGE-SECRET-KEY-1${unique()}ABCDEFGH`],
  ["value: Slack webhook", (value) => inText(`https://hooks.slack.com/services/T0123/B0123/${value}`)],
  ["value: a URL", (value) => ({ metadata: { url: new URL(`https://example.com/?token=${value}`) } })],
  ["value: Bearer", (value) => ({ metadata: { note: `sent Bearer ${value}` } })],
  ["value: Basic", (value) => ({ metadata: { note: `Basic ${value}` } }), base64(`user:${unique()}`)],
  ["value: PEM", (value) => ({ metadata: { note: pem(value) } })],
  ["value: PEM in one line", (value) => ({ metadata: { note: JSON.stringify({ pem: pem(value) }) } })],
  ["value: card", inText, "4111 1111 1111 1111"],
  ["value: card with dashes", inText, "5500-0055-5555-5559"],
  ["value: card as a number", () => ({ metadata: { note: 378_282_246_310_005 } }), "378282246310005"],
  ["value: URL's password", (value) => inText(`postgres://app:${value}@db.example.com/app`)],
  ["value: query string", (value) => inText(`https://example.com/cb?a=1&access_token=${value}&b=2`)],
  ["value: JSON as text", (value) => inText(JSON.stringify({ a: 1, password: value, b: [2] }))],
  ["value: JSON twice", (value) => inText(JSON.stringify(JSON.stringify({ apiKey: value })))],
  ["value: connection string", (value) => inText(`Server=db;User Id=app;Password=${value};Pooling=true`)],
  ["value: header lines", (value) => inText(`GET / HTTP/1.1\r\nCookie: a=1; sid=${value}\r\nHost: x`)],
  ["value: YAML", (value) => inText(`\npassword: ${value}\nuser: app\n`)],
  ["value: XML", (value) => inText(`<user>app</user><password>${value}</password>`)],
  [
    "value: an Error's message",
    (value) => ({ metadata: { error: new Error(`login with password=${value}`) } }),
  ],
  [
    "value: over the limit",
    (value) => ({ metadata: { note: `${"x".repeat(7_970)} sk_live_${value}abcdef` } }),
  ],
  ["actor's name", (value) => ({ actor: { type: "user", id: "u1", name: `token=${value}` } })],
  ["resource's name", (value) => ({ resourceName: `sk_live_${value}abcdefgh` })],
  ["resource's id", (value) => ({ resourceId: `sk_live_${value}abcdefgh` })],
  ["related id", (value) => ({ related: [{ type: "key", id: `sk_live_${value}abcdefgh` }] })],
];

/** Every shape with a secret of its own. */
export const canaries: Canary[] = [...underKeys, ...inValues].map(([shape, make, given]) => {
  const secret = given ?? unique();
  return { shape, secret, fields: make(secret) };
});
