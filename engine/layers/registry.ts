import { activation } from "./activation/activation.ts";
import { add } from "./add/add.ts";
import { averagePool } from "./average-pool/average-pool.ts";
import { batchNorm } from "./batch-norm/batch-norm.ts";
import { concat } from "./concat/concat.ts";
import { conv2d } from "./conv2d/conv2d.ts";
import { dense } from "./dense/dense.ts";
import { dropout } from "./dropout/dropout.ts";
import { flatten } from "./flatten/flatten.ts";
import { globalAveragePool } from "./global-average-pool/global-average-pool.ts";
import { input } from "./input/input.ts";
import type { LayerKind } from "./layer.ts";
import { layerNorm } from "./layer-norm/layer-norm.ts";
import { locallyConnected } from "./locally-connected/locally-connected.ts";
import { maxPool } from "./max-pool/max-pool.ts";
import { multiply } from "./multiply/multiply.ts";
import { output } from "./output/output.ts";
import { pad } from "./pad/pad.ts";
import { prelu } from "./prelu/prelu.ts";
import { reshape } from "./reshape/reshape.ts";
import { transposedConv } from "./transposed-conv/transposed-conv.ts";
import { upsample } from "./upsample/upsample.ts";

/** The one list of layer kinds, in palette order. Adding a kind is one folder, one import, one name here. */
export const layerKinds = [
  input,
  conv2d,
  transposedConv,
  locallyConnected,
  maxPool,
  averagePool,
  globalAveragePool,
  pad,
  upsample,
  flatten,
  reshape,
  dense,
  activation,
  prelu,
  batchNorm,
  layerNorm,
  dropout,
  add,
  multiply,
  concat,
  output,
] as const;

export type LayerKindName = (typeof layerKinds)[number]["kind"];

const byName: ReadonlyMap<string, LayerKind> = new Map(layerKinds.map((layer) => [layer.kind, layer]));

/** The record of a kind. Throws for a name that no door should have let in. */
export function layerKind(name: string): LayerKind {
  const layer = byName.get(name);
  if (!layer) throw new Error(`There is no layer kind called "${name}".`);
  return layer;
}

export function isLayerKindName(name: string): name is LayerKindName {
  return byName.has(name);
}
