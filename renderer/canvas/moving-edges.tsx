import { useEffect, useMemo, useRef } from "react";
import { useDocument } from "../document/store.ts";
import { onViewMoved, visibleArea } from "../document/visible-area.ts";
import { useDragged } from "./dragged.ts";
import { connectionsOf, type TensorEdge } from "./flow-model.ts";
import type { Box, Point } from "./geometry.ts";
import { obstaclesOf, standingOf } from "./group-nodes.ts";
import { labelPlace } from "./label-place.ts";
import { RestingEdge } from "./resting-edges.tsx";
import { drawnAs, type Path, routeAll } from "./routing.ts";

/**
 * The connections of what is dragged, led anew at every step, while the others stay as they are. Those between two
 * layers that move alike move with them. Their drawing is a layer of its own under the view: what rests is not painted
 * again.
 */
export function MovingEdges({
  edges,
  others,
}: {
  readonly edges: readonly TensorEdge[];
  readonly others: readonly TensorEdge[];
}) {
  const graph = useDocument(({ project }) => project.graph);
  const view = useRef<SVGGElement>(null);
  useEffect(() => onViewMoved(() => view.current?.setAttribute("transform", shownPart())), []);
  const { before, boxes, frames } = useDragged();
  const connections = useMemo(() => new Map(connectionsOf(graph).map((line) => [line.id, line])), [graph]);
  const drawn = useMemo(() => others.map(({ source, data }) => drawnAs(source, data?.path ?? [])), [others]);
  const obstacles = obstaclesOf(boxes, frames);
  const shiftOf = (id: string) => shiftBetween(before.get(id), boxes.get(id));
  const moved = edges.map((edge) => {
    const [from, to] = [shiftOf(edge.source), shiftOf(edge.target)];
    return { edge, shift: from.x === to.x && from.y === to.y ? from : null };
  });
  const routes = routeAll(
    obstacles,
    moved.flatMap(({ edge, shift }) => (shift ? [] : (connections.get(edge.id) ?? []))),
    drawn,
  );
  const standing = standingOf(obstacles, frames);
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: each connection in it has words of its own
    <svg className="moving-edges">
      <g ref={view} transform={shownPart()}>
        {moved.map(({ edge, shift }) => {
          const { data } = edge;
          if (!data) return null;
          const path = routes.get(edge.id) ?? [];
          const place = shift
            ? { path: shifted(data.path, shift), label: shiftedPoint(data.label, shift) }
            : { path, label: labelPlace(path, data.look.label, standing) };
          return <RestingEdge key={edge.id} edge={{ ...edge, data: { ...data, ...place } }} />;
        })}
      </g>
    </svg>
  );
}

function shownPart(): string {
  const { x, y, zoom } = visibleArea();
  return `translate(${-x * zoom} ${-y * zoom}) scale(${zoom})`;
}

function shiftBetween(before: Box | undefined, now: Box | undefined): Point {
  return before && now ? { x: now.x - before.x, y: now.y - before.y } : { x: 0, y: 0 };
}

function shifted(path: Path, by: Point): Path {
  return path.map((point) => shiftedPoint(point, by));
}

function shiftedPoint({ x, y }: Point, by: Point): Point {
  return { x: x + by.x, y: y + by.y };
}
