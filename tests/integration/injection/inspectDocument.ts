export type Findings = {
  /** Whether a payload's script ran. */
  hasRun: boolean;
  /** Each kind of element with the names of its attributes, once. */
  elements: string[];
  /** Every address that something on the page leads to or loads, resolved. */
  addresses: string[];
  /** Texts and attributes with characters that nobody sees or that turn the direction. */
  hidden: string[];
  /** Neighbours that stand in another order than they are written in. */
  turned: string[];
  /** What each view says, by its name. */
  texts: Record<string, string>;
};

/** Runs in the browser, so that it can use nothing from outside of itself. */
export function inspectDocument(): Findings {
  const unseen = /[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2028\u2029]|(?![\t\n])\p{Cc}/u;
  // Dates of right-to-left languages have marks of their own, and joiners and selectors shape a letter before them.
  const needed = /(?<=\d)\u200F(?=\/\d)|(?<=[^\p{ASCII}])(?:\u200C|\u200D|\uFE0F)/gu;
  const addressing = [
    "href",
    "xlink:href",
    "src",
    "srcset",
    "srcdoc",
    "action",
    "formaction",
    "data",
    "poster",
    "ping",
    "background",
    "content",
  ];
  // What a field holds is what was typed; an address is encoded.
  const verbatim = ["value", "data-view", ...addressing];

  const nameOfView = (node: Node): string => {
    const element = node instanceof Element ? node : node.parentElement;
    return element?.closest("[data-view]")?.getAttribute("data-view") ?? "none";
  };
  const all = [...document.body.querySelectorAll("*")];
  const attributes = all.flatMap((element) =>
    [...element.attributes].map((attribute) => ({ element, attribute })),
  );

  const elements = all.map((element) => {
    const names = [...element.attributes].map(({ name }) => name).toSorted();
    return `${element.localName}[${names.join(" ")}]`;
  });

  const addresses = attributes
    .filter(({ attribute }) => addressing.includes(attribute.name))
    .map(({ attribute }) =>
      URL.canParse(attribute.value, document.baseURI)
        ? new URL(attribute.value, document.baseURI).href
        : attribute.value,
    );

  const texts: Node[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT);
  while (walker.nextNode()) texts.push(walker.currentNode);
  const hidden = [
    ...texts.map((node) => ({ node, text: node.nodeValue ?? "" })),
    ...attributes
      .filter(({ attribute }) => !verbatim.includes(attribute.name))
      .map(({ element, attribute }) => ({ node: element, text: attribute.value })),
  ].filter(({ text }) => unseen.test(text.replaceAll(needed, "")));

  /** Where a piece of a line stands; null: it stands in no line with its neighbours. */
  const boxesOf = (node: ChildNode): DOMRect[] | null => {
    if (node instanceof Text) {
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()];
    }
    if (!(node instanceof Element)) return [];
    const { display, position } = getComputedStyle(node);
    const isInLine = display.startsWith("inline") && position === "static";
    return isInLine ? [...node.getClientRects()] : display === "none" ? [] : null;
  };
  const isOneLine = (one: DOMRect, other: DOMRect) =>
    Math.abs(one.top + one.bottom - other.top - other.bottom) < Math.min(one.height, other.height);
  const isTurned = (before: DOMRect[], after: DOMRect[], isLtr: boolean) =>
    before.some((one) =>
      after.some(
        (other) => isOneLine(one, other) && (isLtr ? other.left < one.right - 1 : other.right > one.left + 1),
      ),
    );
  const turned = all.flatMap((parent) => {
    const { direction, display } = getComputedStyle(parent);
    if (/flex|grid|table$/.test(display) || parent instanceof SVGElement) return [];
    let before: DOMRect[] = [];
    const found: string[] = [];
    for (const child of parent.childNodes) {
      const boxes = boxesOf(child)?.filter(({ width }) => width > 0);
      if (boxes === undefined) before = [];
      else if (boxes.length > 0) {
        if (isTurned(before, boxes, direction === "ltr")) found.push(parent.textContent);
        before = boxes;
      }
    }
    return found.map((text) => `${nameOfView(parent)}: ${text}`);
  });

  const toAscii = (text: string) =>
    text
      .slice(0, 200)
      .replaceAll(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const views = [...document.querySelectorAll("[data-view]")];
  return {
    hasRun: "pwned" in window && !(window.pwned instanceof Element),
    elements: [...new Set(elements)].toSorted(),
    addresses: [...new Set(addresses)],
    hidden: [...new Set(hidden.map(({ node, text }) => `${nameOfView(node)}: ${toAscii(text)}`))],
    turned: [...new Set(turned)],
    texts: Object.fromEntries(views.map((view) => [nameOfView(view), view.textContent])),
  };
}
