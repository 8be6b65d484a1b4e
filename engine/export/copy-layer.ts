import { encodeFloats } from "../base64.ts";
import { type CopiedWeights, mostCopiedNumbers } from "../graph/copied.ts";
import type { ModelLayers } from "../protocol.ts";
import { sizeOf } from "../tensor.ts";
import { TroubleError } from "../trouble.ts";
import { formatNumber } from "../words/numbers.ts";
import { say } from "../words/say.ts";
import type { OpenedModel } from "./model.ts";

/** The layers of a model that have weights, with their shapes. */
export function layersOf({ file, project }: OpenedModel): ModelLayers {
  return {
    name: project.name,
    layers: project.graph.nodes.flatMap(({ id, name, kind }) => {
      const weights = file.weights.filter(({ node }) => node === id);
      if (weights.length === 0) return [];
      return [
        {
          node: id,
          name,
          kind,
          weights: weights.map((weight) => ({ name: weight.name, shape: weight.shape })),
        },
      ];
    }),
  };
}

/** The weights of one layer, as a project carries them. @throws TroubleError when it has none, or too many numbers. */
export function copyOf({ file, project, weights }: OpenedModel, node: string): CopiedWeights {
  const layer = project.graph.nodes.find(({ id }) => id === node);
  const own = file.weights.flatMap(({ name, shape, node: of }, index) =>
    of === node ? [{ name, shape, values: weights[index] ?? new Float32Array() }] : [],
  );
  if (!layer || own.length === 0)
    throw new TroubleError({
      title: say("{name} has no such weights", { name: project.name }),
      reason: say("The layer is gone from the model's file, or has none."),
      next: say("Choose the model again."),
    });
  const largest = Math.max(...own.map(({ shape }) => sizeOf(shape)));
  if (largest > mostCopiedNumbers)
    throw new TroubleError({
      title: say("{name} is too large to copy", { name: layer.name }),
      reason: say("It has a weight of {largest} numbers; a project can carry {most} of a weight.", {
        largest: formatNumber(largest),
        most: formatNumber(mostCopiedNumbers),
      }),
      next: say("Open the model itself and train it further, or copy a smaller layer."),
    });
  return {
    model: project.name,
    layer: layer.name,
    weights: own.map(({ name, shape, values }) => ({ name, shape, values: encodeFloats(values) })),
  };
}
