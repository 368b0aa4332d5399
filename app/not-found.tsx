import type { Metadata } from "next";
import { notFoundText } from "@/app/_shell/notFoundText";
import { DocumentTitle } from "@/app/_shell/DocumentTitle";
import { PlainPage } from "@/app/_shell/PlainPage";
import { TextLink } from "@/components/ui/text-link";

export const metadata: Metadata = {
  title: `${notFoundText.title} · Atrium`,
  // The only kind of metadata that may be a link of any sort.
  icons: { icon: "/icon.svg", other: { rel: "stylesheet", url: "/not-found.css" } },
};

export default function NotFound() {
  return (
    <PlainPage title={notFoundText.title}>
      <DocumentTitle title={notFoundText.title} />
      <p className="text-muted-foreground">{notFoundText.detail}</p>
      <p>
        <TextLink href="/projects">Back to the projects</TextLink>
      </p>
    </PlainPage>
  );
}
