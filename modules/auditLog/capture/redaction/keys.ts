const lists = (text: string) => new Set(text.trim().split(/\s+/));

/** Words that name a secret wherever they stand in a key. */
const secretWords = lists(`
  password passwords passwd passwds pwd pswd pw passphrase passphrases passcode passcodes
  secret secrets token credential credentials creds authorization cookie cookies jwt bearer
  apikey apikeys accesskey privatekey secretkey signingkey sessionid sessid phpsessid jsessionid
  pin pins cvv cvc csc ssn otp totp sig mnemonic
`);

/** Words that do where a key ends with them: "SMTP_PASS", but no "passRate". */
const lastWords = lists("pass csrf xsrf");

/** Pairs of words that do, each harmless by itself. */
const secretPairs = lists(`
  api-key api-keys access-key access-keys private-key private-keys secret-key signing-key encryption-key
  master-key session-key ssh-key hmac-key account-key session-id security-code verification-code
  recovery-code recovery-codes backup-code backup-codes auth-code card-number social-security
  pass-word pass-phrase pass-code amz-signature mfa-code factor-code seed-phrase security-answer secret-id
  webhook-key tls-key pem-key client-key consumer-key
`);

/** Endings by which words written together are known: "dbpassword", "accesstoken". */
const secretEnding =
  /(?:passwords?|passwd|passphrase|pwd|secrets?|tokens?|cookies?|credentials?|apikeys?|privatekey|secretkey|sessionid)$/;

/** A last word that makes the key one about a secret, which holds none: "tokenCount", "passwordChangedAt". */
const aboutWords = lists(`
  count counts length size limit type kind name label at on date time ago expiry expires expiration expired
  age ttl version policy strength score rule rules required enabled disabled valid verified status state
  changed updated created rotated revoked reset used usage exists present format provider issuer scope scopes
  endpoint field id ids banner consent algorithm attempts message messages location
  preferences budget cost costs color colour amount currency
`);

/** A word right after it that does so, whatever follows: "tokensPerMinute", "passwordExpiresIn". */
const aboutNext = lists("per expires");

const askingWords = lists("has have did does is was are can may must should needs requires uses forgot");
const countingWords = lists(
  "max min num total input output prompt completion used unused remaining cached reasoning count",
);

/** `secret`: its value goes, whatever it is. `value`: it does where the object's `name` is a secret's. */
export type KeyKind = "secret" | "value" | "plain";

const valueKeys = lists("value values from to old new before after oldvalue newvalue content data");

export function kindOfKey(key: string): KeyKind {
  if (isSecretKey(key)) return "secret";
  return valueKeys.has(key.toLowerCase()) ? "value" : "plain";
}

/**
 * Whether a key is one that secrets are kept under, in any case style: `API-KEY`, `newPassword`,
 * `x_api_key`. Of a dotted path each segment counts.
 */
export function isSecretKey(key: string): boolean {
  return isSecretName(wordsOf(key)) || (key.includes(".") && key.split(".").some(isSecretSegment));
}

function isSecretSegment(segment: string): boolean {
  return isSecretName(wordsOf(segment));
}

// A key longer than any name is looked at where names end, so that it costs no more than another.
const longestName = 1_000;

function wordsOf(key: string): string[] {
  const words = key
    .slice(-longestName)
    .normalize("NFKC")
    .match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g);
  return (words ?? []).map((word) => word.toLowerCase());
}

function isSecretName(words: string[]): boolean {
  return words.some((word, at) => {
    const end = at + secretLength(words, at);
    return end > at && !isAbout(words, end) && !isHarmless(words, at, word);
  });
}

/** How many words from `at` on name a secret. */
function secretLength(words: string[], at: number): number {
  const word = words[at] ?? "";
  if (secretPairs.has(`${word}-${words[at + 1]}`)) return 2;
  if (at === words.length - 1 && lastWords.has(word)) return 1;
  return secretWords.has(word) || secretEnding.test(word) || /passw(?:or)?d(?!less)/.test(word) ? 1 : 0;
}

function isAbout(words: string[], end: number): boolean {
  return aboutNext.has(words[end] ?? "") || (words.length > end && aboutWords.has(words.at(-1) ?? ""));
}

function isHarmless(words: string[], at: number, word: string): boolean {
  const first = words[0] ?? "";
  if (at > 0 && askingWords.has(first)) return true;
  // What language models are billed by.
  return word === "tokens" && countingWords.has(first);
}
