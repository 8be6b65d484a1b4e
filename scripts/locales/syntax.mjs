/**
 * @typedef {Record<string, any> & { readonly type: string, readonly start: number, readonly end: number }} Node
 *   of the ESTree syntax tree
 */

/**
 * Visits a node and everything in it, parents first.
 * @param {unknown} node
 * @param {(node: Node, parents: readonly Node[]) => void} enter parents: the nearest is the last
 * @param {readonly Node[]} parents
 */
export function walk(node, enter, parents = []) {
  if (Array.isArray(node)) {
    for (const each of node) walk(each, enter, parents);
  } else if (isNode(node)) {
    enter(node, parents);
    const inside = [...parents, node];
    for (const value of Object.values(node)) walk(value, enter, inside);
  }
}

/** @param {unknown} value @returns {value is Node} */
function isNode(value) {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/**
 * The texts that an expression can be: a literal, or a choice between some. Null when it can be something else.
 * @param {Node} node
 * @returns {readonly { readonly text: string, readonly from: Node }[] | null}
 */
export function literalsOf(node) {
  if (node.type === "ConditionalExpression") {
    const [one, other] = [literalsOf(node.consequent), literalsOf(node.alternate)];
    return one && other ? [...one, ...other] : null;
  }
  if (node.type === "Literal" && typeof node.value === "string") return [{ text: node.value, from: node }];
  if (node.type === "TemplateLiteral" && node.quasis.length === 1)
    return [{ text: node.quasis[0].value.cooked, from: node.quasis[0] }];
  return null;
}
