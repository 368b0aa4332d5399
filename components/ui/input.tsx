import type { ComponentProps } from "react";
import { cn } from "./cn";

/** The look that text fields and selects share. */
export const controlClass =
  "border-input bg-background focus-visible:ring-ring aria-invalid:border-destructive block w-full min-w-0 rounded-md border px-3 text-base outline-hidden focus-visible:ring-2 sm:text-sm";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(controlClass, "h-10", className)} {...props} />;
}
