import type { Page } from "playwright-core";

/** Where Tab came to. */
export type Stop = {
  html: string;
  text: string;
  isFolded: boolean;
  /** Whether it stands behind the stop before, as the page is read. */
  isOrdered: boolean;
  /** Whether it is on the screen, and with it what it tells while it has the focus. */
  isOnScreen: boolean;
};

// A date has a stop for each of its parts.
const mostStopsOfOne = 6;

/** Presses Tab until the page is left, and Enter on everything that unfolds. Throws where Tab is held. */
export async function goThrough(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let repeated = 0; repeated < mostStopsOfOne;) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(readStop, stops.length);
    if (stop === "left") return stops;
    repeated = stop === "the same" ? repeated + 1 : 0;
    if (stop === "the same") continue;
    stops.push(stop);
    if (stop.isFolded) await page.keyboard.press("Enter");
  }
  throw new Error(`Tab does not leave ${stops.at(-1)?.html}`);
}

/** Presses Shift+Tab until the page is left; answers how many stops that were, each one before the last. */
export async function goBack(page: Page): Promise<number> {
  const numbers: number[] = [];
  for (;;) {
    await page.keyboard.press("Shift+Tab");
    const number = await page.evaluate(() =>
      Number(document.activeElement?.getAttribute("data-stop") ?? Number.NaN),
    );
    const before = numbers.at(-1) ?? Number.POSITIVE_INFINITY;
    if (Number.isNaN(number) || number > before) return numbers.length;
    if (number < before) numbers.push(number);
  }
}

/** What can be operated, and has been no stop. */
export function unreached(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const operable =
      "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex='-1'])";
    return [...document.querySelectorAll(operable)]
      .filter((element) => element.checkVisibility() && !element.matches("[data-stop], :disabled"))
      .map(({ outerHTML }) => outerHTML.slice(0, 200));
  });
}

/** The stops that looked no different while they had the focus. */
export function unmarked(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { activeElement } = document;
    return [...document.querySelectorAll("[data-stop]")]
      .filter((element) => {
        const { outline, boxShadow } = getComputedStyle(element);
        return element !== activeElement && element.getAttribute("data-focused") === outline + boxShadow;
      })
      .map(({ outerHTML }) => outerHTML.slice(0, 200));
  });
}

/** Runs in the page: numbers what has the focus, and keeps how it looks. */
function readStop(number: number): Stop | "left" | "the same" {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return "left";
  const known = focused.getAttribute("data-stop");
  if (known !== null) return known === String(number - 1) ? "the same" : "left";

  const html = focused.outerHTML.slice(0, 200);
  const before = document.querySelector(`[data-stop="${number - 1}"]`);
  const { outline, boxShadow } = getComputedStyle(focused);
  focused.setAttribute("data-stop", String(number));
  focused.setAttribute("data-focused", outline + boxShadow);
  const tooltip = focused.matches("time")
    ? focused.querySelector("span")
    : focused.querySelector("time > span");
  const isShown = (element: Element) => {
    const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
    const isWithin = left >= 0 && right <= innerWidth && bottom > 0 && top < innerHeight;
    return isWithin && width > 0 && height > 0;
  };
  return {
    html,
    text: focused.textContent,
    isFolded: focused.matches("details:not([open]) > summary"),
    isOrdered: before === null || before.compareDocumentPosition(focused) === 4,
    isOnScreen: isShown(focused) && (tooltip === null || isShown(tooltip)),
  };
}
