type Accepted = { type: string; weight: number };

/**
 * Whether a person's browser asks, rather than a program: it names HTML, and nothing before it. What is asked for
 * under a wildcard alone, as by `fetch`, is not named. RFC 9110, section 12.5.1.
 */
export function prefersHtml(request: Request): boolean {
  const accepted = (request.headers.get("accept") ?? "").split(",").map(toAccepted);
  const html = accepted.find(({ type }) => type === "text/html")?.weight ?? 0;
  const comesBefore = ({ type, weight }: Accepted) =>
    weight > html || (weight === html && type.endsWith("json"));
  return html > 0 && !accepted.some(comesBefore);
}

function toAccepted(range: string): Accepted {
  const [type = "", ...parameters] = range
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const q = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
  return { type, weight: q === undefined ? 1 : Number(q) || 0 };
}
