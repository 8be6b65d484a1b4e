import type { CellSum } from "../../engine/protocol.ts";
import { say } from "../../engine/words/say.ts";
import { formatValue } from "../views/format.ts";

export interface MicroscopeCell {
  readonly value: number;
  readonly weight: number;
  readonly product: number;
  /** Where a cell outside the image comes from. */
  readonly padding: "none" | "zero" | "copy";
  readonly isWinner: boolean;
}

const paddings = ["none", "zero", "copy"] as const;

/** The cells of one channel, row by row. */
export function channelCells(sum: CellSum, channel: number): readonly MicroscopeCell[] {
  const size = sum.rows * sum.columns;
  return Array.from({ length: size }, (_, index) => {
    const at = channel * size + index;
    return {
      value: sum.values[at] ?? Number.NaN,
      weight: sum.weights?.[at] ?? 1,
      product: sum.products[at] ?? Number.NaN,
      padding: paddings[sum.padding[at] ?? 0] ?? "none",
      isWinner: sum.winner === at,
    };
  });
}

/** How the value is made of the products: `1.064 + (−0.007)`, `2.4 / 4`, `the largest of 4`. */
export function sumWords({ combine, channelSums, products, padding, count, bias }: CellSum): string {
  const sum = channelSums.reduce((total, part) => total + part, 0);
  switch (combine) {
    case "maximum":
      return say("The largest of {count, number}", {
        count: products.filter((_, at) => padding[at] !== 1).length,
      });
    case "mean":
      return say("Sum {sum} / {count, number}", { sum: formatValue(sum), count });
    case "sum":
      return bias === null
        ? say("Sum of {count, plural, one {# product} other {# products}}", { count: products.length })
        : say("Sum {sum} + bias {bias}", {
            sum: formatValue(sum),
            bias: bias < 0 ? `(${formatValue(bias)})` : formatValue(bias),
          });
  }
}
