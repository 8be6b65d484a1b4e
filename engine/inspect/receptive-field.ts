import type { NetworkPlan, PlannedNode } from "../graph/plan.ts";
import type { Area } from "../layers/terms.ts";
import { imageSize, type Shape } from "../tensor.ts";

/** Rows, or columns: what is seen of the ones does not depend on the others. */
type Axis = "rows" | "columns";

/** First and last of the input's rows or columns that are seen; null where none is. */
type Stretch = readonly [first: number, last: number] | null;

/** Stretches that were worked out already, by layer, axis and place: a cursor asks for the same ones again and again. */
const known = new WeakMap<NetworkPlan, Map<string, Stretch>>();

/**
 * The part of the network's input that one place of a layer's output can see, through every way there: the smallest
 * stretch of rows and columns that holds it. Null where that is everything, or the input is no image.
 * @param node position in the plan. @param at [channel, row, column].
 */
export function receptiveField(plan: NetworkPlan, node: number, at: readonly number[]): Area | null {
  const size = imageSize(plan.nodes[plan.input]?.shape ?? []);
  if (!size) return null;
  const isImage = imageSize(plan.nodes[node]?.shape ?? []) !== null;
  const [, row = 0, column = 0] = isImage ? at : [];
  const rows = stretchOf(plan, node, "rows", row);
  const columns = stretchOf(plan, node, "columns", column);
  if (!rows || !columns) return { top: 0, bottom: -1, left: 0, right: -1 };
  const area = { top: rows[0], bottom: rows[1], left: columns[0], right: columns[1] };
  const isAll =
    area.top === 0 && area.left === 0 && area.bottom === size.height - 1 && area.right === size.width - 1;
  return isAll ? null : area;
}

/** What a row or column of a layer's output sees of the input: the stretch around what those before it see. */
function stretchOf(plan: NetworkPlan, node: number, axis: Axis, place: number): Stretch {
  if (node === plan.input) return [place, place];
  const stretches = known.get(plan) ?? new Map<string, Stretch>();
  known.set(plan, stretches);
  const key = `${node} ${axis} ${place}`;
  const found = stretches.get(key);
  if (found !== undefined) return found;
  const planned = plan.nodes[node];
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  planned?.inputs.forEach((input, port) => {
    for (const before of placesBefore(planned, planned.inputShapes[port] ?? [], axis, place)) {
      const seen = stretchOf(plan, input, axis, before);
      if (!seen) continue;
      first = Math.min(first, seen[0]);
      last = Math.max(last, seen[1]);
    }
  });
  const made: Stretch = first <= last ? [first, last] : null;
  stretches.set(key, made);
  return made;
}

/** The rows or columns of an input that one of the output is made of: windows that step or spread leave some out. */
function placesBefore(
  { layer, fields, shape }: PlannedNode,
  input: Shape,
  axis: Axis,
  place: number,
): readonly number[] {
  const [from, to] = [imageSize(input), imageSize(shape)];
  const length = axis === "rows" ? from?.height : from?.width;
  const all = () => Array.from({ length: length ?? 1 }, (_, index) => index);
  if (!from || !to) return all();
  const { sees, terms } = layer;
  if (sees) return [...new Set(sees(fields, input, axis === "rows" ? 1 : 2, place))];
  if (!terms) return from.height === to.height && from.width === to.width ? [place] : all();
  // Which rows a window meets depends on its row alone, and so for columns; the middle stands wholly in the image
  // where any place does.
  const at = axis === "rows" ? [0, place, Math.floor(to.width / 2)] : [0, Math.floor(to.height / 2), place];
  const met = terms(fields, input, at).terms.flatMap(({ input: index }) => {
    if (index === null) return [];
    const cell = index % (from.height * from.width);
    return [axis === "rows" ? Math.floor(cell / from.width) : cell % from.width];
  });
  return [...new Set(met)];
}
