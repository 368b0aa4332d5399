import { notFoundText } from "@/app/_shell/notFoundText";

export const dynamic = "force-static";

// Next answers a page's notFound() with an empty body that a script fills (vercel/next.js issue 62228).
// Until it does, or where it can't, this tells what the page would.
const css = `
@media (prefers-color-scheme: dark) { html#__next_error__ { color-scheme: dark; } }
html#__next_error__ body { font: 1rem/1.6 system-ui, sans-serif; margin: 4rem auto; max-width: 28rem; padding: 0 1rem; }
html#__next_error__ body::before { content: "${notFoundText.title}"; display: block; font-size: 1.5rem; font-weight: 600; }
html#__next_error__ body::after { content: "${notFoundText.detail}"; }
`;

export function GET(): Response {
  return new Response(css, { headers: { "content-type": "text/css; charset=utf-8" } });
}
