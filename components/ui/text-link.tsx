import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A link in a text. Nothing is fetched before it is followed: every page here is read anew. */
export function TextLink({ className, ...props }: ComponentProps<typeof Link>) {
  return (
    <Link
      className={cn(
        "text-foreground underline decoration-from-font underline-offset-4 hover:no-underline",
        className,
      )}
      prefetch={false}
      {...props}
    />
  );
}
