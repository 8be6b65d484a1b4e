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

/** Properties whose words stay within the program: the keyboard's keys (see `platformKeys`) and names of steps. */
const innerProperties = new Set(["keys", "merge"]);

/** Names that are the same in every language. */
const proper = /^(Layerlab|Electron|Chromium|Node|Ctrl|Alt|Shift)$/;

const selector = /\[\w+[\]=]/;

/**
 * The words for a person that a node is; null when it is none.
 * @param {Node} node
 * @param {readonly Node[]} parents
 */
export function bareText(node, parents) {
  const text = textOf(node);
  if (text === null || !/\p{L}{2}/u.test(text) || proper.test(text.trim()) || selector.test(text))
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

/** @param {Node} node @param {readonly Node[]} parents @returns {"heard" | "inner" | "open"} */
function placeOf(node, parents) {
  let child = node;
  for (const parent of parents.toReversed()) {
    if (parent.type === "JSXAttribute") {
      const name = parent.name.name;
      if (typeof name !== "string" || name.startsWith("data-") || silent.has(name)) return "inner";
      return heard.has(name) && (child === node || child.type === "JSXExpressionContainer")
        ? "heard"
        : "open";
    }
    if (parent.type === "JSXElement" || parent.type === "JSXFragment") return "open";
    if (
      parent.type.startsWith("TS") &&
      parent.type !== "TSAsExpression" &&
      parent.type !== "TSSatisfiesExpression" &&
      parent.type !== "TSNonNullExpression"
    )
      return "inner";
    if (parent.type.startsWith("Import") || (parent.type.startsWith("Export") && parent.source === child))
      return "inner";
    if (parent.type === "BinaryExpression" || parent.type === "SwitchCase") return "inner";
    if (
      parent.type === "Property" &&
      ((parent.key === child && !parent.computed) || innerProperties.has(parent.key.name))
    )
      return "inner";
    if (parent.type === "MemberExpression" && parent.property === child) return "inner";
    if ((parent.type === "CallExpression" || parent.type === "NewExpression") && parent.callee !== child) {
      const name = parent.callee.property?.name ?? parent.callee.name;
      if (inner.has(name)) return "inner";
    }
    if (parent.type.includes("Function")) return "open";
    child = parent;
  }
  return "open";
}
