import { isLayerKindName, type LayerKindName } from "../../engine/layers/registry.ts";

/** How palette and canvas name a dragged layer to each other. */
const mediaType = "application/x-layerlab-layer";

export function writeDraggedLayer(transfer: DataTransfer, kind: LayerKindName): void {
  transfer.setData(mediaType, kind);
  transfer.effectAllowed = "copy";
}

/** Whether a layer is being dragged; its kind stays hidden until the drop. */
export function isLayerDrag(transfer: DataTransfer): boolean {
  return transfer.types.includes(mediaType);
}

export function readDraggedLayer(transfer: DataTransfer): LayerKindName | null {
  const kind = transfer.getData(mediaType);
  return isLayerKindName(kind) ? kind : null;
}
