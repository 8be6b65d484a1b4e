import type { CountToken } from "../../engine/layers/layer.ts";
import { formatCount } from "../design/format.ts";

/** The parameter count as a person would write it, each number over its name, and the sum. */
export function ParameterCount({
  tokens,
  total,
}: {
  readonly tokens: readonly CountToken[];
  readonly total: number;
}) {
  return (
    <div className="count" data-testid="parameter-product">
      {columnsOf(tokens).map(({ text, label, place }) => (
        <span key={place} className={label === "" && !/\d/.test(text) ? "count-sign" : "count-number"}>
          {text}
          {label === "" ? null : <small>{label}</small>}
        </span>
      ))}
      <span className="count-sum">
        <span className="count-sign">=</span> {formatCount(total)}
      </span>
    </div>
  );
}

export interface CountColumn {
  readonly text: string;
  readonly label: string;
  readonly place: number;
}

/** Joins brackets to their numbers, and numbers without a name to the one before: `3 × 3` over "kernel". */
export function columnsOf(tokens: readonly CountToken[]): readonly CountColumn[] {
  const columns: { text: string; label: string; place: number }[] = [];
  let opening = "";
  tokens.forEach((token, place) => {
    const last = columns.at(-1);
    if (token === "(") opening = "(";
    else if (token === ")") {
      if (last) last.text += ")";
    } else if (token === "×" || token === "+") columns.push({ text: token, label: "", place });
    else if (token.label === "" && last?.text === "×" && columns.length > 1) {
      columns.pop();
      const number = columns.at(-1);
      if (number) number.text += ` × ${formatCount(token.value)}`;
    } else {
      columns.push({ text: opening + formatCount(token.value), label: token.label, place });
      opening = "";
    }
  });
  return columns;
}
