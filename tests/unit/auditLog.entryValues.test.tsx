import { describe, expect, it } from "vitest";
import { AuditLogChangesTable } from "@/components/auditLog/entry/AuditLogChangesTable";
import { AuditLogEntryFields } from "@/components/auditLog/entry/AuditLogEntryFields";
import { AuditLogEntryMetadata } from "@/components/auditLog/entry/AuditLogEntryMetadata";
import { AuditLogRawJson } from "@/components/auditLog/entry/AuditLogRawJson";
import { escapeHidden } from "@/components/auditLog/text/escaped";
import { noLinks } from "@/components/auditLog/links";
import type { AuditLogEntry } from "@/modules/auditLog/auditLog.types";
import { entryOf, toHtml, toText } from "./renderSupport";

/** An entry as its page shows it. */
function Page({ entry }: { entry: AuditLogEntry }) {
  return (
    <>
      <AuditLogEntryFields entry={entry} links={noLinks} organizationName={entry.actorName} />
      <AuditLogChangesTable changes={entry.changes} />
      <AuditLogEntryMetadata metadata={entry.metadata} />
      <AuditLogRawJson entry={entry} />
    </>
  );
}

/** With this text wherever an entry may hold one. */
function entryFullOf(text: string): AuditLogEntry {
  return entryOf({
    organizationId: text,
    actorType: text,
    actorId: text,
    actorName: text,
    impersonatorId: text,
    impersonatorName: text,
    action: text,
    outcome: text,
    resourceType: text,
    resourceId: text,
    resourceName: text,
    changes: { [text]: { from: text, to: [text, { [text]: text }] } },
    metadata: { [text]: text, nested: { [text]: [text] } },
    ip: text,
    userAgent: text,
    requestId: text,
  });
}

const hidden =
  /(?![\t\n\r])\p{Cc}|[\u202A-\u202E\u2066-\u2069\u200B-\u200F\u061C\u2060\uFEFF\u00AD\uFFF9-\uFFFB\u2800]|\u{E0041}/u;

describe("a hostile value", () => {
  it.each([
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "</pre></details></code><script>alert(1)</script>",
    "javascript:alert(1)",
    "{actor}",
    "{0, plural",
    "a\r\nSet-Cookie: b=c\r\n\r\n<script>",
    "]]>",
    "<!--",
    "\\u003cscript\\u003e",
  ])("%j is text wherever it stands, and no markup, link or handler", async (text) => {
    const markup = await toHtml(<Page entry={entryFullOf(text)} />);
    const tags = [...markup.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name]) => name);
    expect(new Set(tags)).toEqual(
      new Set(
        "dl div dt dd code time bdi table thead tr th tbody td ul li details summary section pre".split(" "),
      ),
    );
    expect(markup).not.toMatch(/href=|<[^>]*\son\w+=/);
    expect(await toText(<Page entry={entryFullOf(text)} />)).toContain(
      text.replaceAll("\r\n", "\n").split("\n")[0],
    );
  });

  it.each([
    "\u202Egpj.exe",
    "a\u2066b\u2069c",
    "pass\u200Bword",
    "ad\u200Dmin",
    "ad\u200Cmin",
    "x\uFEFF\u00AD\u2060y",
    "a\u061Cb\u200Eс\u200F",
    "A\u{E0041}B",
    "bell\u0007\u001B[31m",
    "nul\0",
    "\u0085\u009B",
    "\u0430\u200Dna",
    "a\uFFF9b\uFFFAc\uFFFB",
    "Ana\u2800",
  ])("%j turns nothing around and hides nothing: its characters are written out", async (text) => {
    const markup = await toHtml(<Page entry={entryFullOf(text)} />);
    expect(markup).not.toMatch(hidden);
    expect(markup).toMatch(/\\u[0-9a-f]{4}/);
  });

  it("that is half a character is written out", async () => {
    expect(await toText(<AuditLogEntryMetadata metadata={{ a: "x\ud800" }} />)).toBe("ax\\ud800");
  });
});

describe("what a script or an emoji needs", () => {
  it.each(["👩‍👩‍👧", "❤️", "می‌خواهم", "नमस्‍ते", "é", "שָׁלוֹם", "line\nand\ttab"])("%j stays", (text) => {
    expect(escapeHidden(text)).toBe(text);
  });
});

describe("a huge value", () => {
  it("is cut where it is read, and says so", async () => {
    const text = await toText(<AuditLogEntryMetadata metadata={{ body: "x".repeat(100_000) }} />);
    expect(text).toContain("… and 98,000 more characters, in the raw JSON");
    expect(text.length).toBeLessThan(3_000);
  });

  it.each([
    ["list", { a: Array.from({ length: 50_000 }, (_, at) => at) }],
    ["list of lists", { a: Array.from({ length: 300 }, () => Array.from({ length: 300 }, () => 1)) }],
    ["number of fields", Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`k${at}`, at]))],
  ])("%s is shown in part, and the rest is counted", async (_, metadata) => {
    const markup = await toHtml(<AuditLogEntryMetadata metadata={metadata} />);
    expect(markup.match(/<li|<dt/g)?.length).toBeLessThan(3_700);
    expect(markup).toMatch(/and [\d,]+ more, in the raw JSON/);
  });

  it("that is nested deeply is told as such, and never an error", async () => {
    const nest = (depth: number) => {
      let value: unknown = "core";
      for (let at = 0; at < depth; at++) value = at % 2 ? [value] : { value };
      return value;
    };
    expect(await toText(<AuditLogEntryMetadata metadata={{ a: nest(8) }} />)).toContain("core");
    for (const depth of [20, 1_000, 100_000]) {
      const text = await toText(<AuditLogEntryMetadata metadata={{ a: nest(depth) }} />);
      expect(text).toContain("nested deeper than is shown here");
      const raw = await toText(<AuditLogRawJson entry={entryOf({ metadata: { a: nest(depth) } })} />);
      expect(raw).toMatch(depth > 10_000 ? /nested too deeply/ : /core/);
      expect(raw.length).toBeLessThan(100_000);
    }
  });
});

describe("the raw JSON", () => {
  const raw = async (entry: AuditLogEntry) => {
    const markup = await toHtml(<AuditLogRawJson entry={entry} />);
    return { markup, text: (await toText(<AuditLogRawJson entry={entry} />)).replace(/^[^{]*/, "") };
  };

  it("is the whole entry, whatever it holds", async () => {
    const entry = entryFullOf('\u202E\u200B<b>&amp;\u{E0041}👩‍👩‍👧\u0000"\\');
    const { text } = await raw(entry);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(entry)));
    expect(text).not.toMatch(hidden);
  });

  it("stands closed behind a disclosure, in a named region that the keyboard reaches", async () => {
    const { markup } = await raw(entryOf());
    expect(markup).toMatch(
      /^<details[^>]*><summary[^>]*>Show the entry as JSON<\/summary><section[^>]*aria-label="The entry as JSON"[^>]*tabindex="0"[^>]*><pre/i,
    );
    expect(markup).not.toMatch(/<details[^>]*\sopen/);
  });
});
