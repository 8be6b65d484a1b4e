import type { CountToken } from "../layers/layer.ts";

/** The value of a written-out parameter count, with × before + and parentheses; throws when it is malformed. */
export function evaluateCount(tokens: readonly CountToken[]): number {
  let next = 0;
  function factor(): number {
    const token = tokens[next];
    next += 1;
    if (token === "(") {
      const inside = sum();
      if (tokens[next] !== ")") throw new Error("A parenthesis of the parameter count is not closed.");
      next += 1;
      return inside;
    }
    if (typeof token !== "object")
      throw new Error(`The parameter count has ${String(token)} where a number belongs.`);
    return token.value;
  }
  function product(): number {
    let value = factor();
    while (tokens[next] === "×") {
      next += 1;
      value *= factor();
    }
    return value;
  }
  function sum(): number {
    let value = product();
    while (tokens[next] === "+") {
      next += 1;
      value += product();
    }
    return value;
  }
  const value = sum();
  if (next !== tokens.length) throw new Error("The parameter count goes on after its end.");
  return value;
}
