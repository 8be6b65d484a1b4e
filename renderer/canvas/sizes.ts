import { create } from "zustand";
import type { NodeId } from "../../engine/graph/graph.ts";
import { nodeById } from "../../engine/graph/lookup.ts";
import { roomFor, type Size } from "../document/node-size.ts";
import { useDocument } from "../document/store.ts";

/** Sizes of the nodes as they are on the canvas, in pixels at 100 %. */
const useStore = create<{ readonly sizes: ReadonlyMap<NodeId, Size> }>()(() => ({ sizes: new Map() }));

export function useSizes(): ReadonlyMap<NodeId, Size> {
  return useStore((state) => state.sizes);
}

export function measuredSizes(): ReadonlyMap<NodeId, Size> {
  return useStore.getState().sizes;
}

export function setSizes(measured: readonly (readonly [NodeId, Size])[]): void {
  if (measured.length === 0) return;
  useStore.setState(({ sizes }) => ({ sizes: new Map([...sizes, ...measured]) }));
}

/** The size for a layout: as measured, but never lower than with pictures, which may appear later. */
export function sizeForLayout(id: NodeId): Size {
  const node = nodeById(useDocument.getState().project.graph, id);
  const room = node ? roomFor(node) : { width: 160, height: 136 };
  const measured = useStore.getState().sizes.get(id);
  return measured ? { width: measured.width, height: Math.max(measured.height, room.height) } : room;
}
