import { MiniMapNode, type MiniMapNodeProps } from "@xyflow/react";
import { useDragged } from "./dragged.ts";

/** A layer, block, note or frame on the map: where it is dragged to, which React Flow hears of at the drop. */
export function MapNode(node: MiniMapNodeProps) {
  const dragged = useDragged(({ places }) => places[node.id]);
  const frame = useDragged(({ frames }) => frames.find(({ id }) => id === node.id));
  const { x, y, width, height } = { ...node, ...dragged, ...frame };
  return <MiniMapNode {...node} x={x} y={y} width={width} height={height} />;
}
