import { isSecretKey } from "./keys";
import { mark } from "./mark";

/**
 * What a secret looks like. Each expression takes the whole run it stands in and never fails after its
 * first characters, so that no run is read twice; `redact` then says what of it is one.
 */
type Pattern = { find: RegExp; redact: (found: string, ...groups: string[]) => string };

const looksRandom = /\d|[A-Z]/;

const whole = (minimum: number, test?: RegExp) => (found: string) =>
  found.length >= minimum && (test?.test(found) ?? true) ? mark : found;

export const patterns: Pattern[] = [
  {
    // RFC 7468; also as JSON writes it in one line, and where the end was cut off.
    find: /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[^]*?(?:-----END [A-Z0-9 ]{0,40}(?:-----)?|$)/g,
    redact: () => mark,
  },
  { find: /:\/\/(?:(?!:\/\/)[^\s"'`<>])*/g, redact: redactUserInfo },
  // JWT and JWE (RFC 7519, 7516): base64url of `{"`, then two to five parts.
  { find: /eyJ[\w-]*(?:\.[\w-]*)*/g, redact: whole(20, /^[\w-]{6,}\.[\w-]{4,}/) },
  // Stripe, OpenAI, Anthropic and those alike.
  { find: /(?<![A-Za-z0-9])[spr]k[-_][\w-]*/g, redact: redactKey },
  // GitHub, GitLab, Slack, npm, AWS, Google, Hugging Face, Shopify, DigitalOcean, PyPI, webhooks,
  // Docker, Atlassian, Figma, Groq, Linear, Supabase, age.
  {
    find: /(?<![A-Za-z0-9])(?:gh[oprsu]_|github_pat_|glpat-|xox[a-z]-|npm_|A[KS]IA|AIza|hf_|shp[ap][at]_|dop_v1_|pypi-|whsec_|xapp-|dckr_pat_|ATATT3x|figd_|gsk_|lin_api_|sbp_|AGE-SECRET-KEY-1)[\w-]*/g,
    redact: whole(16, looksRandom),
  },
  // Google OAuth, SendGrid, Vault.
  { find: /(?<![A-Za-z0-9])(?:ya29|SG|hvs)\.[\w.-]*/g, redact: whole(24, looksRandom) },
  // A Slack webhook: whoever knows its path may post.
  { find: /(?<=hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]+/g, redact: () => mark },
  { find: /(?<=\bbearer\s{1,8})[\w.~+/=-]+/gi, redact: redactBearer },
  { find: /(?<=\bbasic\s{1,8})[\w+/=-]+/gi, redact: redactBasic },
  // An element of XML.
  {
    find: /<([\w:.-]{1,64})>([^<]+)/g,
    redact: (found, name = "") => (isSecretKey(name) ? `<${name}>${mark}` : found),
  },
];

function redactKey(found: string): string {
  const isNamed = /^[spr]k_(?:live|test|prod)_/.test(found);
  return found.length >= 16 && (isNamed || isRandom(found)) ? mark : found;
}

/** Names are of short words: "sk-learn-version-2". A long key's dashes and underlines may fall anywhere. */
function isRandom(found: string): boolean {
  const isLong = found.length >= 40 && /\d/.test(found) && /[A-Z]/.test(found);
  return isLong || found.split(/[-_]/).some((part) => part.length >= 10 && looksRandom.test(part));
}

/** `://user:password@host`. A colon before a port is none, and a name alone is no secret. */
function redactUserInfo(found: string): string {
  const colon = found.indexOf(":", 3);
  const authority = found.slice(3).search(/[/?#]/) + 3;
  const at = found.lastIndexOf("@");
  if (colon === -1 || at < colon) return found;
  const isPath = authority > 2 && authority < at;
  if (isPath && (colon > authority || /^\d*$/.test(found.slice(colon + 1, authority)))) return found;
  return `${found.slice(0, colon + 1)}${mark}${found.slice(at)}`;
}

function redactBearer(credential: string): string {
  const isSecret =
    credential.length >= 20 || (credential.length >= 8 && /[\d._~+/=]|[a-z][A-Z]/.test(credential));
  return isSecret ? mark : credential;
}

/** RFC 7617: base64 of `user:password`; so no "basic plan" is lost. */
function redactBasic(credential: string): string {
  return Buffer.from(credential, "base64").includes(":") ? mark : credential;
}
