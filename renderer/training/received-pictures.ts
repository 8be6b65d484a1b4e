import { unpackPictures } from "../../engine/protocol/packed-pictures.ts";
import type { NodePicture, PackedPictures, Pictures, SentPictures } from "../../engine/protocol.ts";

let kept: { readonly packed: PackedPictures; readonly nodes: readonly NodePicture[] } | null = null;

/**
 * The pictures of a message. Those of one network are written to the same memory again and again: what a message brings is
 * dropped at once, while hundreds of layers' pictures that live until the next ones come would have the garbage collector
 * go through the whole window every few seconds. So what the nodes show of older pictures is not to be relied on.
 */
export function receivePictures({ nodes: sent, ...pictures }: SentPictures): Pictures {
  if (kept?.packed.table === sent.table) {
    kept.packed.channels.set(sent.channels);
    kept.packed.steps.set(sent.steps);
    kept.packed.ranges.set(sent.ranges);
    kept.packed.vectors.set(sent.vectors);
  } else kept = { packed: sent, nodes: unpackPictures(sent) };
  return { ...pictures, nodes: kept.nodes };
}
