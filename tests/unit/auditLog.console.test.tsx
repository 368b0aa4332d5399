import { describe, expect, it } from "vitest";
import { examples } from "@/app/admin/audit/_console/ownWords";
import { actionGroups, actionLabel } from "@/components/auditLog/console/actionGroups";
import { ExportForm } from "@/components/auditLog/console/ExportForm";
import { FilterPanel } from "@/components/auditLog/console/FilterPanel";
import { LinkRow } from "@/components/auditLog/console/LinkRow";
import { QueryHelp } from "@/components/auditLog/console/QueryHelp";
import { QueryLine } from "@/components/auditLog/console/QueryLine";
import { questionsOf, quickQuestions } from "@/components/auditLog/console/quickQuestions";
import { ResultHead } from "@/components/auditLog/console/ResultHead";
import { TermChips } from "@/components/auditLog/console/TermChips";
import { formFromQuery } from "@/modules/auditLog/search/query/form";
import { parseQuery } from "@/modules/auditLog/search/query/parse";
import { queryFromForm } from "@/modules/auditLog/search/query/fromForm";
import { entryOf, toHtml, toText } from "./renderSupport";

const clock = { timeZone: "Europe/Berlin", now: new Date("2026-11-20T12:00Z") };
const errorsIn = (line: string) => parseQuery(line, clock).errors;
const attribute = (html: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(html)?.[1];

describe("the line", () => {
  const shown = (line: string) => <QueryLine errors={errorsIn(line)} line={line} path="/admin/audit" />;

  it("is a form that asks by the address, with the line in it", async () => {
    const html = await toHtml(shown('actor:ana "two words"'));
    expect(html).toMatch(/<form(?![^>]*method)[^>]* action="\/admin\/audit"/);
    expect(html).toMatch(/<input[^>]*name="q"[^>]*value="actor:ana &quot;two words&quot;"/);
    expect(html).not.toContain('aria-invalid="');
    expect(html).not.toContain("<mark");
  });

  it("marks each mistake where it is, and says below what is wrong with it", async () => {
    const line = "actr:ana harbor outcome:maybe";
    const html = await toHtml(shown(line));
    const echo = /<p[^>]*font-mono[^>]*>(.*?)<\/p>/s.exec(html)?.[1] ?? "";
    expect(
      echo
        .replaceAll(/<\/?span>/g, "")
        .replaceAll(/<\/?bdi>/g, "")
        .replaceAll(/<mark[^>]*>/g, "[")
        .replaceAll("</mark>", "]"),
    ).toBe("[actr]:ana harbor outcome:[maybe]");
    const told = await toText(shown(line));
    for (const { message } of errorsIn(line)) expect(told).toContain(message);
    expect(told).toContain("Nothing was searched");
    const input = /<input[^>]*name="q"[^>]*>/.exec(html)?.[0] ?? "";
    expect(input).toContain('aria-invalid="true"');
    for (const id of attribute(input, "aria-describedby")?.split(" ") ?? ["missing"])
      expect(html).toContain(`id="${id}"`);
    expect(html).toContain('role="alert"');
  });

  it("stays text, whatever was typed", async () => {
    const line = '"><script>alert(1)</script> actr:<svg/onload=x>';
    const html = await toHtml(shown(line));
    expect(html).not.toContain("<script");
    expect(html).not.toContain("<svg");
    expect(await toText(shown(line))).toContain("<script>alert(1)</script>");
  });
});

describe("the panel", () => {
  const panel = (line: string, organizations: { value: string; label: string }[] | null = null) => (
    <FilterPanel
      form={formFromQuery(line)}
      line={line}
      organizations={organizations}
      path="/admin/audit"
      timeZone="Europe/Berlin"
    />
  );

  /** What a browser would send of the form as it stands. */
  async function sent(line: string, organizations: { value: string; label: string }[] | null = null) {
    const html = await toHtml(panel(line, organizations));
    const inputs = [...html.matchAll(/<input[^>]*>/g)].map(([input]) => input);
    const chosen = inputs.filter((input) => !input.includes('type="checkbox"') || input.includes("checked"));
    const pairs = chosen.map((input) => [attribute(input, "name") ?? "", attribute(input, "value") ?? ""]);
    const window = /<option value="([^"]*)" selected/.exec(html)?.[1] ?? "";
    const params: Record<string, string[]> = { window: [window] };
    for (const [name = "", value = ""] of pairs)
      params[name] = [...(params[name] ?? []), value.replaceAll("&quot;", '"')];
    return params;
  }

  it.each([
    "",
    "actor:ana",
    "action:auth.*,post.deleted",
    "action:post.exploded",
    "outcome:failure,denied",
    "resource:project/42 request:abc",
    "address:203.0.113.0/24,::1",
    "created:7d",
    "created:2026-08-01..2026-08-31",
    "created:2026-08-01T10:00..2026-08-01T12:00",
    '"two words" word -draft',
    "actor:ana -actor:bo -outcome:success",
  ])("sent as it stands asks the same: %s", async (line) => {
    const again = parseQuery(queryFromForm(await sent(line)), clock);
    const before = parseQuery(line, clock);
    expect(again.errors).toEqual([]);
    expect(again.filter).toEqual(before.filter);
    expect(again.window).toEqual(before.window);
  });

  it("has an organization only for those who can choose one, and keeps that", async () => {
    expect(await sent("")).not.toHaveProperty("organization");
    const params = await sent("organization:fjord", [{ value: "fjord-1", label: "Fjord Labs" }]);
    expect(params.organization).toEqual(["fjord"]);
    expect(queryFromForm(params)).toBe("organization:fjord");
  });

  it("labels every field", async () => {
    const html = await toHtml(panel("", [{ value: "fjord-1", label: "Fjord Labs" }]));
    const labels = new Set([...html.matchAll(/<label[^>]*for="([^"]*)"/g)].map(([, id]) => id));
    const fields = [...html.matchAll(/<(?:input|select)[^>]*>/g)]
      .map(([field]) => field)
      .filter((field) => !/type="(hidden|checkbox)"/.test(field));
    expect(fields.length).toBeGreaterThan(6);
    expect(fields.filter((field) => !labels.has(attribute(field, "id") ?? ""))).toEqual([]);
  });

  it("says what of the line it can't show", async () => {
    expect(await toText(panel("-outcome:success"))).toContain(
      "Kept as it stands in the line: -outcome:success",
    );
    expect(await toText(panel("actor:ana"))).not.toContain("Kept as it stands");
  });
});

describe("actions to choose from", () => {
  it("are those that are registered, by what they are about", () => {
    const posts = actionGroups([]).find(({ prefix }) => prefix === "post");
    expect(posts?.actions).toContain("post.deleted");
    expect(posts?.actions.every((action) => action.startsWith("post."))).toBe(true);
    expect(actionLabel("auth.login.failed")).toBe("login failed");
  });

  it("hold on to a removed one that is asked for", () => {
    expect(actionGroups(["post.exploded", "post.*", "post.deleted"]).at(-1)).toEqual({
      prefix: "",
      actions: ["post.exploded"],
    });
  });
});

describe("ready questions", () => {
  it.each(quickQuestions)("$label is a line that is understood: $line", ({ line }) => {
    expect(errorsIn(line)).toEqual([]);
    expect(parseQuery(line, clock).terms.length).toBeGreaterThan(0);
  });

  it("ask for every deletion", () => {
    expect(quickQuestions.find(({ label }) => label === "Deletions")?.line).toMatch(
      /^action:.*post\.deleted.*project\.deleted/,
    );
  });

  it("leave out what the application has no actions for", () => {
    const questions = questionsOf(["invoice.sent"]);
    expect(questions.length).toBeGreaterThan(0);
    expect(questions.flatMap(({ line }) => errorsIn(line))).toEqual([]);
  });

  it("are examples that are understood, too", async () => {
    const lines: string[] = [];
    const hrefOf = (line: string) => `?${lines.push(line)}`;
    await toHtml(<QueryHelp canChoose hrefOf={hrefOf} />);
    await toHtml(<QueryHelp canChoose examples={examples} hrefOf={hrefOf} />);
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((line) => errorsIn(line).length > 0)).toEqual([]);
  });
});

it("marks the choice that holds", async () => {
  const links = [
    { label: "24 hours", href: "?a" },
    { label: "7 days", href: "?b", isCurrent: true },
  ];
  const html = await toHtml(<LinkRow label="Time:" links={links} />);
  expect([...html.matchAll(/aria-current="true"[^>]*>([^<]*)/g)].map(([, text]) => text)).toEqual(["7 days"]);
});

it("takes each term out by a link that says so", async () => {
  const chips = [{ text: "actor:ana", withoutHref: "/admin/audit?q=post" }];
  const html = await toHtml(<TermChips chips={chips} clearHref="/admin/audit" />);
  expect(html).toMatch(/<a[^>]*aria-label="Remove actor:ana"[^>]*href="\/admin\/audit\?q=post"/);
  expect(await toHtml(<TermChips chips={[]} clearHref="/admin/audit" />)).toBe("");
});

describe("what was found", () => {
  const head = (
    entries: number,
    change: { next?: string; searchedTo?: Date; isLater?: boolean; isAll?: boolean },
  ) => (
    <ResultHead
      allTimeHref={change.isAll ? null : "/admin/audit?q=created%3Aall"}
      isLater={change.isLater ?? false}
      page={{
        entries: Array.from({ length: entries }, () => entryOf()),
        nextCursor: change.next ?? null,
        searchedTo: change.searchedTo ?? null,
      }}
      windowText="the last 30 days"
    />
  );
  const searchedTo = new Date("2026-05-03T08:20Z");

  it.each([
    [50, { next: "c" }, "50 of many, the last 30 days"],
    [12, {}, "12 entries, the last 30 days"],
    [1, {}, "1 entry, the last 30 days"],
    [0, {}, "No entries, the last 30 days"],
    [7, { isLater: true }, "The last 7 entries, the last 30 days"],
    [3, { next: "c", searchedTo }, "3 entries so far, the last 30 days"],
    [0, { next: "c", searchedTo }, "No entries so far, the last 30 days"],
  ])("%i %o is said: %s", async (entries, change, said) => {
    expect(await toText(head(entries, change))).toContain(said);
  });

  it("offers all time where everything was shown, as a button where that was nothing", async () => {
    expect(await toHtml(head(0, {}))).toMatch(
      /<a class="[^"]*bg-primary[^"]*" href="[^"]*created%3Aall">Search all time/,
    );
    expect(await toHtml(head(3, {}))).toMatch(
      /<a class="underline[^"]*" href="[^"]*created%3Aall">Search all time/,
    );
    for (const change of [{ next: "c" }, { isAll: true }, { isLater: true }])
      expect(await toText(head(0, change))).not.toContain("Search all time");
  });
});

it("exports the same line", async () => {
  const html = await toHtml(
    <ExportForm exportsHref="/admin/audit/exports" line="actor:ana" path="/api/audit/export" />,
  );
  expect(html).toMatch(/<form(?![^>]*method)[^>]* action="\/api\/audit\/export"/);
  expect(html).toContain('<input type="hidden" name="q" value="actor:ana"/>');
  expect([...html.matchAll(/<option value="(\w+)"/g)].map(([, format]) => format)).toEqual([
    "csv",
    "ndjson",
    "cloudevents",
    "ocsf",
  ]);
});
