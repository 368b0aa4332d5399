// The table of who may import what. A pattern is a path from the project's root without its extension:
// `*` is one name, `**` any depth, `{module}` the importing file's own module, `{folder}` its own folder
// of components. Type-only, dynamic and re-exporting imports count like any other.

const types = "modules/**/*.types";
const services = "modules/**/*.service";
const schemas = "modules/**/*.schema";
const repos = "modules/**/*.repo";
const actions = "modules/**/*.actions";

/** Every file that `files` match imports, of ours, only what `may` match; and only those `packages`, if named. */
export const layers = [
  {
    name: "app",
    files: ["app/**"],
    may: ["app/**", "components/**", services, types, "env"],
    message: "A page or route goes session -> service -> render; data is reached through a *.service.ts",
  },
  {
    name: "ui",
    files: ["components/ui/**"],
    may: ["components/ui/**"],
    message: "components/ui knows nothing of the application; what does belongs in components/<feature>",
  },
  {
    name: "auditLogComponents",
    files: ["components/auditLog/**"],
    may: [
      "components/auditLog/**",
      "components/ui/**",
      "modules/auditLog/*.service",
      "modules/auditLog/**/*.types",
      "auditActions",
    ],
    message:
      "The audit views go wherever modules/auditLog goes; what needs more of this application belongs in app/",
  },
  {
    name: "components",
    files: ["components/**"],
    except: ["components/ui/**", "components/auditLog/**"],
    may: ["{folder}/**", "components/ui/**", services, types],
    message:
      "A component renders what it is given or a service's read method returns; queries belong in a *.repo.ts",
  },
  {
    name: "clientComponents",
    files: ["app/**", "components/**"],
    directive: "use client",
    may: ["app/**", "components/**", types],
    message:
      "A client component is sent to the browser; calls of a service belong in a server component or action",
  },
  {
    name: "service",
    files: ["modules/**"],
    except: [schemas, types, actions, repos, "modules/auditLog/capture/policies"],
    may: ["{module}/**", services, types, "db/**", "env"],
    mayNot: [schemas],
    message:
      "A service reaches tables through its own *.repo.ts and other modules through their *.service.ts",
  },
  {
    name: "repo",
    files: [repos],
    except: ["modules/auth/auth.repo"],
    may: ["{module}/**/*.schema", "{module}/**/*.repo", types, "db/**"],
    message: "A repo is SQL over its own module's tables; decisions and calls belong in a *.service.ts",
  },
  {
    // better-auth reads and writes accounts, sessions and memberships itself, so it is handed their tables.
    name: "authRepo",
    files: ["modules/auth/auth.repo"],
    may: [schemas, "modules/auth/**/*.repo", types, "db/**"],
    message:
      "modules/auth/auth.repo.ts hands better-auth its tables; decisions and calls belong in a *.service.ts",
  },
  {
    name: "schema",
    files: [schemas],
    may: [schemas, types],
    packages: ["drizzle-orm", "drizzle-orm/**", "zod"],
    message: "A schema declares tables and no more; what queries them belongs in a *.repo.ts",
  },
  {
    name: "types",
    files: [types],
    may: [types],
    packages: ["zod"],
    message:
      "Types are shared with every layer; what needs a table, a client or Next belongs in the repo or service",
  },
  {
    name: "actions",
    files: [actions],
    may: ["modules/auditLog/auditLog.actions", types],
    packages: ["zod"],
    message:
      "Audit actions are data: names, metadata shapes, messages; what computes belongs in a *.service.ts",
  },
  {
    name: "auditLogModule",
    files: ["modules/auditLog/**"],
    except: ["modules/auditLog/capture/policies"],
    may: ["modules/auditLog/**", "db/**", "env"],
    message:
      "modules/auditLog must be usable by another application whole; what knows this one belongs in its services",
  },
  {
    // Here the registry is read, so that no entry can be made without its action's policy.
    name: "auditLogPolicies",
    files: ["modules/auditLog/capture/policies"],
    may: ["modules/auditLog/capture/**", types, "auditActions"],
    message:
      "policies.ts looks up what auditActions.ts registers; what is done with it belongs in the rest of capture/",
  },
  {
    name: "db",
    files: ["db/**"],
    except: ["db/seed", "db/seed*", "db/seed/**"],
    may: ["db/**", "env"],
    message: "db/ knows no module; what knows tables belongs in a *.repo.ts, demo data in db/seed.ts",
  },
  {
    name: "seed",
    files: ["db/seed*", "db/seed/**"],
    may: ["db/**", services, types, "env", "auditActions"],
    message:
      "Demo data is made by calling services as the people they serve; inserting rows belongs in a *.repo.ts",
  },
  {
    name: "auditActions",
    files: ["auditActions"],
    may: [actions, types],
    message:
      "auditActions.ts is the registry of every module's *.actions.ts; anything else belongs in a module",
  },
  {
    name: "environment",
    files: ["env"],
    may: [],
    message: "env.ts is read by every layer, so it imports none; what uses a value belongs where it is used",
  },
  {
    name: "root",
    files: ["*"],
    except: ["auditActions", "env"],
    may: ["*", "db/**", services, types],
    message:
      "A root file starts or configures the application through services; queries belong in a *.repo.ts",
  },
];

export const sqlFiles = [repos, schemas, "db/**"];

/** Packages and files that only the files `only` match import. */
export const reserved = [
  {
    name: "sql",
    imports: ["drizzle-orm", "drizzle-orm/**", "postgres"],
    only: sqlFiles,
    message: "SQL belongs in a *.repo.ts",
  },
  {
    name: "requestHeaders",
    imports: ["next/headers"],
    only: ["app/**", "modules/auth/**", "modules/auditLog/capture/requestContext"],
    message:
      "The request is read in app/, modules/auth and modules/auditLog/capture/requestContext.ts; pass on what is needed",
  },
  {
    name: "readEnv",
    imports: ["env"],
    only: ["db/**", "modules/auth/**", "modules/auditLog/**", "app/**", "instrumentation", "next.config"],
    message:
      "The environment is read in db/, modules/auth, modules/auditLog, app/ and instrumentation.ts; pass on what is needed",
  },
];

/** Where source files are. Tests may import anything. */
export const folders = [
  "*",
  "app/**",
  "components/**",
  "modules/*/**",
  "db/**",
  "tests/**",
  "lint/*",
  ".ci/*",
];
export const unrestricted = ["tests/**", "lint/*", ".ci/*"];

/** What holds for every file, wherever it is. */
export const structure = {
  parent: 'A path is written from the root, as "@/modules/post/post.types", so that the layer rules see it',
  folder:
    "A file belongs in app/, components/, modules/<name>/, db/ or tests/, in a folder named for what it does, never utils/ or lib/",
  barrel: "Import from the file that defines it: a file that re-exports others hides which layer is used",
  query: "SQL belongs in a *.repo.ts, not on a client in other hands",
};
