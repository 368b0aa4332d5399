import type { NextConfig } from "next";

const isDevelopment = process.env.NODE_ENV === "development";

// Inline scripts are how React puts streamed content in its place; no other origin is let in.
const contentSecurityPolicy = [
  "default-src 'self'",
  `script-src 'self' 'unsafe-inline'${isDevelopment ? " 'unsafe-eval'" : ""}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  `connect-src 'self'${isDevelopment ? " ws: wss:" : ""}`,
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const securityHeaders = [
  { key: "Content-Security-Policy", value: contentSecurityPolicy },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
];

const nextConfig: NextConfig = {
  poweredByHeader: false,
  // The build checks what it ships; `npm run types` checks the tests as well.
  typescript: { tsconfigPath: "tsconfig.build.json" },
  serverExternalPackages: ["postgres"],
  // Streamed metadata would leave a page without scripts without its title.
  htmlLimitedBots: /.*/,
  experimental: { serverActions: { bodySizeLimit: 100_000 } },
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
};

export default nextConfig;
