import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./modules/**/*.schema.ts",
  out: "./db/migrations",
});
