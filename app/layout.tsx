import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { directionOf, readPreferences } from "@/app/_preferences/preferences";
import "./globals.css";

export const metadata: Metadata = {
  description: "Projects and posts of a team, and who did what to them.",
};

export const viewport: Viewport = { colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { locale } = await readPreferences();
  return (
    <html lang="en" dir={directionOf(locale)}>
      <body className="min-h-dvh font-sans antialiased">
        <a
          className="bg-background sr-only rounded-md px-4 py-2 focus:not-sr-only focus:absolute focus:start-4 focus:top-4 focus:z-10"
          href="#main"
        >
          Skip to the content
        </a>
        {children}
      </body>
    </html>
  );
}
