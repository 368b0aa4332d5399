import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn";

const alertVariants = cva("rounded-md border px-4 py-3 text-sm", {
  variants: {
    variant: {
      default: "bg-muted text-foreground",
      destructive: "border-destructive text-destructive bg-card",
    },
  },
  defaultVariants: { variant: "default" },
});

type AlertProps = ComponentProps<"div"> & VariantProps<typeof alertVariants>;

/** Something a person must read: `destructive` for what failed. */
export function Alert({ className, variant, ...props }: AlertProps) {
  const role = variant === "destructive" ? "alert" : "status";
  return <div className={cn(alertVariants({ variant }), className)} role={role} {...props} />;
}
