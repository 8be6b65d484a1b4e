import type { NodeId } from "../graph/graph.ts";
import type { PlannedNode } from "../graph/plan.ts";
import type { NodePicture, PackedPictures } from "../protocol.ts";
import { imageSize, type Shape, sizeOf } from "../tensor.ts";

/** Maps shown on a node. */
const mapsPerNode = 4;
/** Longer vectors are shown by their first so many values. */
const longestVector = 512;

/** What a node shows, besides the numbers. */
type Row =
  | {
      readonly show: "maps";
      readonly node: NodeId;
      readonly maps: number;
      readonly height: number;
      readonly width: number;
    }
  | { readonly show: "vector"; readonly node: NodeId; readonly length: number };

/** Room for the pictures of all nodes of a plan: feature maps for images, the values themselves for vectors. */
export function roomForPictures(nodes: readonly PlannedNode[]): PackedPictures {
  const rows = nodes.map(({ id, shape }) => rowOf(id, shape));
  const sum = (size: (row: Row) => number) => rows.reduce((total, row) => total + size(row), 0);
  const maps = sum((row) => (row.show === "maps" ? row.maps : 0));
  return {
    table: JSON.stringify(rows),
    channels: new Uint32Array(maps),
    steps: new Uint8Array(sum((row) => (row.show === "maps" ? row.maps * row.height * row.width : 0))),
    ranges: new Float32Array(3 * maps),
    vectors: new Float32Array(sum((row) => (row.show === "vector" ? row.length : 0))),
  };
}

function rowOf(node: NodeId, shape: Shape): Row {
  const image = imageSize(shape);
  if (!image) return { show: "vector", node, length: Math.min(longestVector, sizeOf(shape)) };
  const { channels, height, width } = image;
  return { show: "maps", node, maps: Math.min(mapsPerNode, channels), height, width };
}

/** The pictures in the plan's order of nodes: parts of the packed arrays, which still show what is written there later. */
export function unpackPictures({
  table,
  channels,
  steps,
  ranges,
  vectors,
}: PackedPictures): readonly NodePicture[] {
  const rows: readonly Row[] = JSON.parse(table);
  let [map, step, value] = [0, 0, 0];
  return rows.map((row): NodePicture => {
    if (row.show === "vector") {
      value += row.length;
      return { show: "vector", node: row.node, values: vectors.subarray(value - row.length, value) };
    }
    const { node, maps, height, width } = row;
    const size = maps * height * width;
    map += maps;
    step += size;
    return {
      show: "maps",
      node,
      height,
      width,
      channels: channels.subarray(map - maps, map),
      steps: steps.subarray(step - size, step),
      ranges: ranges.subarray(3 * (map - maps), 3 * map),
    };
  });
}
