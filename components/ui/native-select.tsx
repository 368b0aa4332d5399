import type { ComponentProps } from "react";
import { cn } from "./cn";
import { controlClass } from "./input";

export function NativeSelect({ className, ...props }: ComponentProps<"select">) {
  return <select className={cn(controlClass, "h-10", className)} {...props} />;
}
