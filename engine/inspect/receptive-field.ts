import type { NetworkPlan, PlannedNode } from "../graph/plan.ts";
import type { Area } from "../layers/terms.ts";
import { imageSize, type Shape } from "../tensor.ts";

/** Rows and columns that are seen: windows that step or spread leave some out. */
type Lines = readonly [rows: ReadonlySet<number>, columns: ReadonlySet<number>];

/**
 * The part of the network's input that one place of a layer's output can see, through every way there: the smallest
 * stretch of rows and columns that holds it. Null where that is everything, or the input is no image.
 * @param node position in the plan. @param at [channel, row, column].
 */
export function receptiveField(plan: NetworkPlan, node: number, at: readonly number[]): Area | null {
  const seen = new Map<number, Lines>();
  const [, row = 0, column = 0] = at;
  seen.set(
    node,
    imageSize(plan.nodes[node]?.shape ?? [])
      ? [new Set([row]), new Set([column])]
      : [new Set([0]), new Set([0])],
  );
  for (let index = node; index >= 0; index--) {
    const lines = seen.get(index);
    const planned = plan.nodes[index];
    if (!lines || !planned) continue;
    planned.inputs.forEach((input, port) => {
      const [rows, columns] = linesBefore(planned, planned.inputShapes[port] ?? [], lines);
      const before = seen.get(input);
      seen.set(input, [
        new Set([...(before?.[0] ?? []), ...rows]),
        new Set([...(before?.[1] ?? []), ...columns]),
      ]);
    });
  }
  const size = imageSize(plan.nodes[plan.input]?.shape ?? []);
  const lines = seen.get(plan.input);
  if (!size || !lines) return null;
  const [rows, columns] = lines.map((line) => [...line]);
  if (!rows || !columns || rows.length === 0 || columns.length === 0)
    return { top: 0, bottom: -1, left: 0, right: -1 };
  const area = {
    top: Math.min(...rows),
    bottom: Math.max(...rows),
    left: Math.min(...columns),
    right: Math.max(...columns),
  };
  const isAll =
    area.top === 0 && area.left === 0 && area.bottom === size.height - 1 && area.right === size.width - 1;
  return isAll ? null : area;
}

function linesBefore({ layer, fields, shape }: PlannedNode, input: Shape, [rows, columns]: Lines): Lines {
  const [from, to] = [imageSize(input), imageSize(shape)];
  const count = (length: number) => Array.from({ length }, (_, place) => place);
  const all: Lines = [new Set(count(from?.height ?? 1)), new Set(count(from?.width ?? 1))];
  if (!from || !to) return all;
  const { sees, terms } = layer;
  if (sees)
    return [
      new Set([...rows].flatMap((place) => sees(fields, input, 1, place))),
      new Set([...columns].flatMap((place) => sees(fields, input, 2, place))),
    ];
  if (!terms) return from.height === to.height && from.width === to.width ? [rows, columns] : all;
  // Which rows a window meets depends on its row alone, and so for columns; the middle stands wholly in the image
  // where any place does.
  const met = (row: number, column: number) =>
    terms(fields, input, [0, row, column]).terms.flatMap(({ input: place }) =>
      place === null ? [] : [place % (from.height * from.width)],
    );
  const [middleRow, middleColumn] = [Math.floor(to.height / 2), Math.floor(to.width / 2)];
  return [
    new Set(
      [...rows].flatMap((row) => met(row, middleColumn).map((place) => Math.floor(place / from.width))),
    ),
    new Set([...columns].flatMap((column) => met(middleRow, column).map((place) => place % from.width))),
  ];
}
