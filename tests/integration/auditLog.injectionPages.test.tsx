import { beforeAll, describe, expect, it } from "vitest";
import { origin, prepareInspector, type Report } from "./injection/inspector";
import { harmless, payloads, type Payload } from "./injection/payloads";
import { logEverywhere } from "./injection/scene";
import { renderViews } from "./injection/views";

const { inspect } = prepareInspector();

/** All views of entries that say it everywhere, in one page of a browser. */
async function show({ text }: Payload): Promise<Report> {
  const views = await renderViews(text, await logEverywhere(text));
  const sections = Object.entries(views).map(
    ([name, html]) => `<section data-view="${name}">${html}</section>`,
  );
  return inspect(sections.join("\n"));
}

let plain: Report;

beforeAll(async () => {
  plain = await show(harmless);
});

/** What a page does or holds that it shouldn't, or doesn't say. */
function faultsOf(shown: Report, { seen }: Payload) {
  return {
    hasRun: shown.hasRun,
    requests: shown.requests,
    hidden: shown.hidden,
    turned: shown.turned,
    made: shown.elements.filter((element) => !plain.elements.includes(element)),
    leadingAway: shown.addresses.filter((address) => new URL(address).origin !== origin),
    silent: Object.keys(shown.texts).filter((name) => name !== "live" && !shown.texts[name]?.includes(seen)),
  };
}

const none = {
  hasRun: false,
  requests: [],
  hidden: [],
  turned: [],
  made: [],
  leadingAway: [],
  silent: [],
};

it("is looked at in pages that are in order by themselves", () => {
  expect(faultsOf(plain, harmless)).toEqual(none);
  expect(Object.keys(plain.texts).length).toBeGreaterThan(15);
});

describe("the browser sees", () => {
  const wrong: [string, string, object][] = [
    ["a script that runs", "<script>pwned=1</script>", { hasRun: true, made: ["script[]"] }],
    ["a handler that runs", "<svg onload=pwned=1>", { hasRun: true }],
    ["what is asked of others", "<img src=//evil.test/x>", { requests: ["http://evil.test/x"] }],
    ["an element that is not ours", "<form>", { made: ["form[]"] }],
    ["an attribute that is not ours", "<p onclick=1>", { made: ["p[onclick]"] }],
    ["a link that runs a script", "<a href=javascript:1>x</a>", { leadingAway: ["javascript:1"] }],
    ["a link to elsewhere", "<a href=//evil.test>x</a>", { leadingAway: ["http://evil.test/"] }],
    [
      "what nobody sees",
      "<p title='a\u200Bb'>c\u2060</p>",
      { hidden: [String.raw`x: c\u2060`, String.raw`x: a\u200bb`] },
    ],
    ["a text that turns the next", "<p>a <i>\u202Eb</i> <b>c</b></p>", { turned: ["x: a \u202Eb c"] }],
    ["a name that is not isolated", "<p>1 <i>אבג</i> 2 <b>3</b></p>", { turned: ["x: 1 אבג 2 3"] }],
    ["silence", "<p>else</p>", { silent: ["x"] }],
  ];
  it.each(wrong)("%s", async (_, body, found) => {
    const shown = await inspect(`<section data-view=x>${body}</section>`);
    expect(faultsOf(shown, harmless)).toMatchObject(found);
  });
});

describe.each(Object.entries(payloads))("%s", (_, ofKind) => {
  it.each(ofKind)("are inert in every page, and readable: $text", async (payload) => {
    expect(faultsOf(await show(payload), payload)).toEqual(none);
  });
});

describe("braces stand for nothing: in sentences, names and values they are read as often as words,", () => {
  const timesRead = ({ texts }: Report, { seen }: Payload) =>
    Object.entries(texts)
      .filter(([name]) => !name.startsWith("console"))
      .map(([name, text]) => [name, text.toLowerCase().split(seen.toLowerCase()).length - 1]);

  it.each(payloads.braces)("$text", async (payload) => {
    expect(timesRead(await show(payload), payload)).toEqual(timesRead(plain, harmless));
  });
});
