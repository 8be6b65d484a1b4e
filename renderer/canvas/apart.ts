import type { NodeId } from "../../engine/graph/graph.ts";
import { nodeById } from "../../engine/graph/lookup.ts";
import type { Project } from "../../engine/project/project.ts";
import { blockRoom } from "../document/groups.ts";
import { roomFor } from "../document/node-size.ts";
import { groupedReadingLines } from "./group-layout.ts";

/** Nearer than this in both directions, in pixels, one layer hides the name of the other. */
const near = { x: 60, y: 30 };
/** Letters of a shape such as 64×28×28. */
const letters = 8;
const stage = { width: 1100, height: 700 };

/**
 * The project with its layers in reading lines where some of them lie on each other, and as it is otherwise. A model has
 * no groups, and the layers of a collapsed one may all have stood where its block does.
 */
export function apart(project: Project): Project {
  const { graph } = project;
  const isCrowded = graph.nodes.some((a, index) =>
    graph.nodes.slice(index + 1).some((b) => Math.abs(a.x - b.x) < near.x && Math.abs(a.y - b.y) < near.y),
  );
  if (!isCrowded) return project;
  const sizeOf = (id: NodeId) => {
    const node = nodeById(graph, id);
    return node ? roomFor(node) : blockRoom;
  };
  const places = groupedReadingLines(graph, { sizeOf, lettersAfter: () => letters, ...stage });
  return {
    ...project,
    graph: { ...graph, nodes: graph.nodes.map((node) => ({ ...node, ...places[node.id] })) },
  };
}
