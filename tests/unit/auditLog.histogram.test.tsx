import { describe, expect, it } from "vitest";
import { Histogram } from "@/components/auditLog/console/Histogram";
import { toHtml, toText } from "./renderSupport";

const year = new Date().getUTCFullYear();
const counts: [day: number, entries: number, isAtLeast?: boolean][] = [
  [11, 0],
  [12, 34],
  [13, 1],
  [14, 17, true],
];
const bars = counts.map(([day, entries, isAtLeast = false]) => ({
  from: new Date(Date.UTC(year, 7, day)),
  to: new Date(Date.UTC(year, 7, day + 1)),
  entries,
  isAtLeast,
  href: `/admin/audit?q=created%3A${year}-08-${day}`,
}));
const histogram = <Histogram bars={bars} timeZone="UTC" />;

describe("a histogram", () => {
  it("names each bar and links it to its range", async () => {
    const html = await toHtml(histogram);
    const links = [
      ...html.matchAll(/<a [^>]*href="([^"]*)" title="([^"]*)"><span class="sr-only">([^<]*)<\/span>/g),
    ].map(([, href, title, name]) => [name, href, title === name]);
    expect(links).toEqual([
      ["August 12: 34 entries", `/admin/audit?q=created%3A${year}-08-12`, true],
      ["August 13: 1 entry", `/admin/audit?q=created%3A${year}-08-13`, true],
      ["August 14: 17 or more entries", `/admin/audit?q=created%3A${year}-08-14`, true],
    ]);
  });

  it("tells of a day without entries, and leads nowhere there", async () => {
    const html = await toHtml(histogram);
    expect(html).toContain('<span class="sr-only">August 11: no entries</span>');
    expect(html).not.toContain(`-08-11"`);
  });

  it("draws as high as there are entries, and what there is at all can be seen", async () => {
    const heights = [...(await toHtml(histogram)).matchAll(/<rect[^>]* height="(\d+)"/g)].map(
      ([, height]) => height,
    );
    expect(heights).toEqual(["100", "4", "50"]);
  });

  it("says the same as a table", async () => {
    const rows = [
      ...(await toHtml(histogram)).matchAll(/<tr><th[^>]*scope="row">(.*?)<\/th><td[^>]*>(.*?)<\/td>/g),
    ];
    expect(rows.map(([, when = "", entries]) => [when.replaceAll(/<[^>]*>/g, ""), entries])).toEqual([
      ["August 11", "0"],
      ["August 12", "34"],
      ["August 13", "1"],
      ["August 14", "17 or more"],
    ]);
    expect(await toText(histogram)).toContain("Busiest: August 12, 34 entries.");
  });

  it("is nothing where there is nothing", async () => {
    const empty = bars.map((bar) => ({ ...bar, entries: 0, isAtLeast: false }));
    expect(await toHtml(<Histogram bars={empty} timeZone="UTC" />)).toBe("");
    expect(await toHtml(<Histogram bars={[]} timeZone="UTC" />)).toBe("");
  });

  it("can be skipped, before its first bar", async () => {
    const html = await toHtml(<Histogram bars={bars} skipHref="#entries" timeZone="UTC" />);
    expect(/<a [^>]*href="([^"]*)"[^>]*>Skip the overview/.exec(html)?.[1]).toBe("#entries");
    expect(html.indexOf("Skip the overview")).toBeLessThan(html.indexOf("<ol"));
    expect(await toText(histogram)).not.toContain("Skip");
  });
});
