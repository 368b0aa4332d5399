import { folders, layers, reserved, sqlFiles, structure, unrestricted } from "./layers.mjs";
import { matches, projectPath, resolveSpecifier, withoutExtension } from "./paths.mjs";

const queryMethods = new Set([
  "select",
  "selectDistinct",
  "selectDistinctOn",
  "insert",
  "update",
  "delete",
  "execute",
]);
const clientNames = new Set(["db", "tx", "transaction", "executor"]);

function describeFile(context) {
  const path = projectPath(context.filename);
  const directives = context.sourceCode.ast.body.map((statement) => statement.directive).filter(Boolean);
  return { path, name: withoutExtension(path), directives };
}

/** The specifier of anything that imports: statement, re-export, `import()`, `require()`, `import("x").T`. */
function visitImports(visit) {
  const visitSource = (node) => node.source && visit(node.source);
  return {
    ImportDeclaration: visitSource,
    ExportNamedDeclaration: visitSource,
    ExportAllDeclaration: visitSource,
    ImportExpression: visitSource,
    TSImportType: visitSource,
    TSExternalModuleReference: (node) => visit(node.expression),
    CallExpression: (node) => node.callee.name === "require" && node.arguments[0] && visit(node.arguments[0]),
  };
}

function specifierOf(source) {
  if (source.type === "TemplateLiteral" && source.quasis.length === 1) return source.quasis[0].value.cooked;
  return typeof source.value === "string" ? source.value : null;
}

function withOwnFolder(patterns, file) {
  const [, own] = file.name.split("/");
  return patterns.map((pattern) =>
    pattern.replace("{module}", `modules/${own}`).replace("{folder}", `components/${own}`),
  );
}

function governs(layer, file) {
  if (layer.directive && !file.directives.includes(layer.directive)) return false;
  return matches(file.name, layer.files) && !matches(file.name, layer.except);
}

function allows(layer, { file, specifier, target }) {
  if (target === null) return layer.packages === undefined || matches(specifier, layer.packages);
  return matches(target, withOwnFolder(layer.may, file)) && !matches(target, layer.mayNot);
}

function reserves(rule, { file, specifier, target }) {
  return matches(target ?? specifier, rule.imports) && !matches(file.name, rule.only);
}

function findBrokenRule(edge) {
  if (matches(edge.file.name, unrestricted)) return undefined;
  return (
    reserved.find((rule) => reserves(rule, edge)) ??
    layers.find((layer) => governs(layer, edge.file) && !allows(layer, edge))
  );
}

const imports = {
  create(context) {
    const file = describeFile(context);
    return visitImports((source) => {
      const specifier = specifierOf(source);
      if (specifier === null) return;
      if (specifier.split("/").includes("..")) {
        context.report({
          node: source,
          message: `${structure.parent}: "${specifier}" leads through a parent folder`,
        });
      }
      const rule = findBrokenRule({ file, specifier, target: resolveSpecifier(specifier, file.path) });
      if (!rule) return;
      const message = `${rule.message}: ${file.path} may not import "${specifier}" (layer rule "${rule.name}")`;
      context.report({ node: source, message });
    });
  },
};

const folder = {
  create(context) {
    const { path, name } = describeFile(context);
    return {
      Program(node) {
        if (matches(name, folders) && !/(^|\/)(utils|lib)\//.test(path)) return;
        context.report({ node, message: `${structure.folder}: ${path} is in no layer` });
      },
    };
  },
};

function isReexport(statement) {
  return (
    statement.type === "ExportAllDeclaration" ||
    (statement.type === "ExportNamedDeclaration" && statement.source)
  );
}

const barrel = {
  create(context) {
    const { path, name } = describeFile(context);
    return {
      Program(node) {
        const reexport = node.body.find(isReexport);
        const isIndex = /(^|\/)index$/.test(name);
        const isBarrel = isIndex || reexport?.type === "ExportAllDeclaration" || node.body.every(isReexport);
        if (!reexport || !isBarrel || matches(name, ["app/**"])) return;
        context.report({ node: reexport, message: `${structure.barrel}: ${path} is a barrel` });
      },
    };
  },
};

const query = {
  create(context) {
    const { path, name } = describeFile(context);
    if (matches(name, [...sqlFiles, ...unrestricted])) return {};
    const report = (node) => context.report({ node, message: `${structure.query}: ${path} writes a query` });
    return {
      CallExpression({ callee }) {
        const isQuery = clientNames.has(callee.object?.name) && queryMethods.has(callee.property?.name);
        if (isQuery) report(callee);
      },
      TaggedTemplateExpression({ tag }) {
        if (tag.name === "sql") report(tag);
      },
    };
  },
};

export default { meta: { name: "layers" }, rules: { imports, folder, barrel, query } };
