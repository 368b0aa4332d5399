import type { ComponentProps } from "react";
import { cn } from "./cn";

export function Label({ className, htmlFor, ...props }: ComponentProps<"label"> & { htmlFor: string }) {
  return <label className={cn("text-sm font-medium", className)} htmlFor={htmlFor} {...props} />;
}
