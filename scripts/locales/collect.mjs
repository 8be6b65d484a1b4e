import { parseSync } from "vite";
import { bareText } from "./bare.mjs";
import { literalsOf, walk } from "./syntax.mjs";

/*
 * Finds the messages in a source file: the literal in `say("…")`, `phrase("…")` or `<Said message="…">`; and the
 * words for a person that are none, which nobody can translate.
 */

/**
 * @typedef {{ readonly message: string, readonly line: number, readonly values: readonly string[] | null }} FoundMessage
 *   values: the names that are handed over; null where the source does not tell
 * @typedef {{ readonly text: string, readonly line: number }} FoundText
 * @typedef {import("./syntax.mjs").Node} Node
 */

const saying = ["say", "phrase"];

/**
 * @param {string} file its name tells the language
 * @param {string} source
 * @returns {{ readonly messages: readonly FoundMessage[], readonly unreadable: readonly FoundText[], readonly bare: readonly FoundText[] }}
 *   unreadable: messages that are not literals
 * @throws {Error} when the source cannot be parsed
 */
export function collect(file, source) {
  const { program, errors } = parseSync(file, source);
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  /** @type {FoundMessage[]} */
  const messages = [];
  /** @type {FoundText[]} */
  const unreadable = [];
  /** @type {FoundText[]} */
  const bare = [];
  /** @type {Set<Node>} */
  const said = new Set();
  const saidHere = namesFromWords(program);
  const lineOf = (/** @type {Node} */ node) => source.slice(0, node.start).split("\n").length;
  const take = (/** @type {Node} */ node, /** @type {readonly string[] | null} */ values) => {
    const found = literalsOf(node);
    if (!found) unreadable.push({ text: source.slice(node.start, node.end), line: lineOf(node) });
    for (const { text, from } of found ?? []) {
      said.add(from);
      messages.push({ message: text, line: lineOf(from), values });
    }
  };
  walk(program, (node, parents) => {
    if (node.type === "CallExpression" && saidHere.has(node.callee.name) && node.arguments[0]) {
      const [message, values] = node.arguments;
      take(message, node.callee.name === "phrase" ? null : namesOf(values));
    } else if (node.type === "JSXOpeningElement" && node.name.name === "Said") {
      const message = attributeOf(node, "message");
      if (message) take(message, namesOf(attributeOf(node, "values")));
    } else if (!said.has(node)) {
      const text = bareText(node, parents);
      if (text !== null) bare.push({ text, line: lineOf(node) });
    }
  });
  return { messages, unreadable, bare };
}

/**
 * Which of the functions that say something a file imports; another of the same name is none of ours.
 * @param {{ readonly body: readonly unknown[] }} program
 */
function namesFromWords({ body }) {
  const names = /** @type {readonly Node[]} */ (body)
    .filter(
      ({ type, source }) => type === "ImportDeclaration" && /(\/words|^\.)\/say\.ts$/.test(source.value),
    )
    .flatMap(({ specifiers }) => specifiers.map((/** @type {Node} */ each) => each.local.name));
  return new Set(saying.filter((name) => names.includes(name)));
}

/** @param {Node} element @param {string} name @returns {Node | null} */
function attributeOf(element, name) {
  const found = element.attributes.find((/** @type {Node} */ each) => each.name?.name === name);
  return found?.value?.type === "JSXExpressionContainer" ? found.value.expression : (found?.value ?? null);
}

/** The names in an object literal of values. @param {Node | null | undefined} values @returns {readonly string[] | null} */
function namesOf(values) {
  if (!values) return [];
  if (values.type !== "ObjectExpression") return null;
  const names = values.properties.map((/** @type {Node} */ each) => each.key?.name ?? each.key?.value);
  return names.every((/** @type {unknown} */ name) => typeof name === "string") ? names : null;
}
