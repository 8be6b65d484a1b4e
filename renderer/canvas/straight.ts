import type { Places } from "./flow-model.ts";
import type { Point } from "./geometry.ts";

/**
 * Places of what is dragged, in pixels at 100 %, kept to the row or the column where it began: the one along which the
 * hand has gone further.
 * @param origin where each began
 */
export function keptStraight(places: Places, origin: (id: string) => Point | undefined): Places {
  const first = Object.entries(places).find(([id]) => origin(id) !== undefined);
  const from = first && origin(first[0]);
  if (!first || !from) return places;
  const isAcross = Math.abs(first[1].x - from.x) >= Math.abs(first[1].y - from.y);
  return Object.fromEntries(
    Object.entries(places).map(([id, at]) => {
      const { x, y } = origin(id) ?? at;
      return [id, isAcross ? { x: at.x, y } : { x, y: at.y }];
    }),
  );
}
