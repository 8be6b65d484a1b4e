/*
 * Tells words for a person from everything else that stands in quotes: a rule of thumb that would rather ask once
 * too often. What it takes for words is said with `say`, or with `phrase` where it stands in a table.
 */

/** @typedef {import("./syntax.mjs").Node} Node */

/** Attributes that a person reads or hears, whatever they look like. */
const heard = new Set([
  "aria-label",
  "aria-roledescription",
  "aria-description",
  "title",
  "placeholder",
  "alt",
  "label",
]);

/** Attributes that no person reads, beside `data-…`. */
const silent = new Set([
  "className",
  "d",
  "viewBox",
  "transform",
  "key",
  "id",
  "type",
  "role",
  "style",
  "points",
]);

/** Calls whose words stay within the program. */
const inner = new Set([
  "describe", // of a field of a file: schemas speak English
  "csv", // its head is read by programs, which know one language
  "matchMedia",
  "platformKeys",
  "includes",
  "replaceAll",
  "startsWith",
  "Error",
  "TypeError",
  "querySelector",
  "querySelectorAll",
  "closest",
  "matches",
  "getPropertyValue",
]);

/** Properties whose words stay within the program: the keyboard's keys (see `platformKeys`) names of steps, values of options. */
const innerProperties = new Set(["keys", "merge", "value"]);

/** Properties that a person reads, whatever they look like. */
const heardProperties = new Set(["label", "help", "tooltip"]);

/** Values of project files that look like words. */
const codes = new Set(["leave out", "target label", "target number"]);

/** Names that are the same in every language. */
const proper = /^(Layerlab|Electron|Chromium|Node|PCA|UMAP|Ctrl|Control|Meta|Alt|Shift)$/;

/** CSS selectors and markup, whose own words stand in the values. */
const markup = /\[\w+[\]=]|<\/?\w+[ >]|="/;

/**
 * The words for a person that a node is; null when it is none.
 * @param {Node} node
 * @param {readonly Node[]} parents
 */
export function bareText(node, parents) {
  const text = textOf(node);
  if (
    text === null ||
    !/\p{L}{2}/u.test(text) ||
    proper.test(text.trim()) ||
    markup.test(text) ||
    codes.has(text)
  )
    return null;
  const place = placeOf(node, parents);
  if (place === "inner") return null;
  const isSaid =
    node.type === "JSXText" ||
    place === "heard" ||
    readsAsWords(text) ||
    (node.type === "TemplateElement" && /(^|\s)\p{Ll}{4,}(\s|$)/u.test(text) && text.includes(" "));
  return isSaid ? text.trim().replace(/\s+/g, " ") : null;
}

/** @param {Node} node @returns {string | null} */
function textOf(node) {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type === "JSXText") return node.value;
  if (node.type === "TemplateElement") return node.value.cooked;
  return null;
}

/** A sentence, a part of one, or a word that begins like a sentence. @param {string} text */
function readsAsWords(text) {
  return (
    /\p{L}{2,}[,.:;]? \p{L}+/u.test(text) ||
    /^\s*\p{Lu}\p{Ll}+[\s.,:…]*$/u.test(text) ||
    /\p{L}{2}\.$/u.test(text)
  );
}

/**
 * Whether a text is shown as it stands, stays within the program, or may be either.
 * @param {Node} node
 * @param {readonly Node[]} parents
 * @returns {"heard" | "inner" | "open"}
 */
function placeOf(node, parents) {
  let child = node;
  let isDirect = true;
  for (const parent of parents.toReversed()) {
    const place = placeIn(parent, child);
    if (place === "heard" && !isDirect) return "open";
    if (place) return place;
    isDirect &&= direct.has(parent.type) && parent.test !== child && parent.left !== child;
    child = parent;
  }
  return "open";
}

/** What leaves a text as it is. */
const direct = new Set([
  "ConditionalExpression",
  "LogicalExpression",
  "JSXExpressionContainer",
  "TemplateLiteral",
  "TSAsExpression",
]);

/** What a node makes of a text in this child of it; null where that depends on what is around. @param {Node} parent @param {Node} child */
function placeIn(parent, child) {
  switch (parent.type) {
    case "JSXAttribute":
      return placeInAttribute(parent.name.name);
    case "JSXElement":
    case "JSXFragment":
      return "heard";
    case "BinaryExpression":
      return parent.operator === "+" ? null : "inner";
    case "TaggedTemplateExpression": // a formula
      return "inner";
    case "SwitchCase":
      return parent.test === child ? "inner" : null;
    case "MemberExpression":
      return parent.property === child ? "inner" : null;
    case "Property":
      if ((parent.key === child && !parent.computed) || innerProperties.has(parent.key.name)) return "inner";
      return heardProperties.has(parent.key.name) ? "heard" : null;
    case "CallExpression":
    case "NewExpression":
      return parent.callee !== child && inner.has(parent.callee.property?.name ?? parent.callee.name)
        ? "inner"
        : null;
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
      return parent.expression === child ? null : "inner";
    default:
      return /^(TS|Import)/.test(parent.type) || (parent.type.startsWith("Export") && parent.source === child)
        ? "inner"
        : null;
  }
}

/** @param {unknown} name */
function placeInAttribute(name) {
  if (typeof name !== "string" || name.startsWith("data-") || silent.has(name)) return "inner";
  return heard.has(name) ? "heard" : "open";
}
