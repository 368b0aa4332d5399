"use client";

import { useEffect, useState } from "react";

type LiveProps = {
  /** Where the stream of new entries' ids is. */
  src: string;
  /** The feed's first page. Without a fragment, so that it is loaded anew. */
  href: string;
  /** For one new entry, for two, and so on; the last one is for all that are more. */
  texts: readonly string[];
  lang: string;
  dir: string;
};

/**
 * Beside a feed: "3 new entries", as a link, once there are some. An enhancement: the feed is whole without
 * it, and nothing is shown where it can't be told.
 */
export function AuditLogLive({ src, href, texts, lang, dir }: LiveProps) {
  const [count, setCount] = useState(0);
  useEffect(() => follow(src, (ids) => setCount(countNew(ids, texts.length))), [src, texts.length]);
  return (
    <output className="block" dir={dir} lang={lang}>
      {count > 0 && (
        <a className="mb-3 inline-block text-sm font-medium underline underline-offset-4" href={href}>
          {texts[count - 1]}
        </a>
      )}
    </output>
  );
}

/** Without those that the feed shows: what was stored while it was read is told of as well. */
function countNew(ids: readonly string[], most: number): number {
  if (ids.length >= most) return most;
  return ids.filter((id) => !document.querySelector(`[data-entry-id="${id}"]`)).length;
}

const retryMs = 60_000;

/** Listens while the page is seen. Each message tells of everything since the page was made, so none can be missed. */
function follow(src: string, tell: (ids: string[]) => void): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const left = new AbortController();
  const { signal } = left;

  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const open = () => {
    const opened = new EventSource(src);
    opened.addEventListener("message", ({ data }: MessageEvent<string>) => tell(data.split(" ")));
    opened.addEventListener("error", () => {
      // The browser itself tries again only where it was answered by a stream.
      if (opened.readyState !== EventSource.CLOSED) return;
      close();
      timer = setTimeout(listen, retryMs);
    });
    source = opened;
  };
  const listen = () => {
    if (document.hidden) close();
    else if (!source) open();
  };

  addEventListener("pagehide", close, { signal });
  addEventListener("pageshow", listen, { signal });
  document.addEventListener("visibilitychange", listen, { signal });
  listen();
  return () => {
    left.abort();
    close();
    tell([]);
  };
}
