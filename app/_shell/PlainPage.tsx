import type { ReactNode } from "react";

/** A page without navigation: signing in, and what stands outside an organization. */
export function PlainPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <header className="mx-auto max-w-md px-4 pt-10 sm:pt-16">
        <p className="text-primary text-lg font-semibold tracking-tight">Atrium</p>
      </header>
      <main className="mx-auto grid max-w-md gap-6 px-4 pt-6 pb-16" id="main">
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        {children}
      </main>
    </>
  );
}
