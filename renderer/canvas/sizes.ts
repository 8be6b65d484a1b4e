import { create } from "zustand";
import type { NodeId } from "../../engine/graph/graph.ts";
import { nodeById } from "../../engine/graph/lookup.ts";
import { roomFor, type Size } from "../document/node-size.ts";
import { useDocument } from "../document/store.ts";
import { roomForBead } from "./bead-room.ts";

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

/**
 * The size for a layout: as measured, but never lower than with pictures, which may appear later, and with room for a
 * name that what follows shortened.
 */
export function sizeForLayout(id: NodeId): Size {
  const { graph } = useDocument.getState().project;
  const node = nodeById(graph, id);
  const room = node ? roomFor(node) : { width: 160, height: 136 };
  const measured = useStore.getState().sizes.get(id);
  if (!measured) return room;
  const isShortened = node !== undefined && measured.width >= roomForBead(graph, id) - 1;
  return {
    width: isShortened ? Math.max(measured.width, room.width) : measured.width,
    height: Math.max(measured.height, room.height),
  };
}
