/** The browser's title of a page: its heading. React puts it into the head. */
export function DocumentTitle({ title }: { title: string }) {
  return <title>{`${title} · Atrium`}</title>;
}
