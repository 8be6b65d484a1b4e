import { asksForInput } from "../../engine/graph/asked.ts";
import type { NodeId } from "../../engine/graph/graph.ts";
import { nodeById } from "../../engine/graph/lookup.ts";
import type { AnswerName } from "../../engine/layers/answers.ts";
import { layerKind } from "../../engine/layers/registry.ts";
import type { Project } from "../../engine/project/project.ts";
import { notFiniteStep } from "../../engine/protocol/steps.ts";
import type { ValueSummary } from "../../engine/protocol/summary.ts";
import type { NodeField, NodePicture, Pictures } from "../../engine/protocol.ts";

/** What a node shows of the pictures, told by its place in the network and by the data, not by its kind. */
export type NodeView =
  | { readonly show: "probe"; readonly probe: Pictures["probe"] }
  | {
      readonly show: "probabilities";
      readonly probabilities: Float32Array;
      readonly answer: AnswerName;
      readonly loss: number | null;
    }
  /** What an autoencoder makes of the probe's image. */
  | { readonly show: "given-back"; readonly probe: Pictures["probe"]; readonly values: Float32Array }
  | { readonly show: "fields"; readonly field: NodeField; readonly cells: number }
  | NodePicture;

/**
 * The view of a node, null where there is none: before the first pictures, for layers without a picture, and for
 * layers that the run does not know (added since, or of another kind under an id that became free).
 */
export function viewOf(
  pictures: Pictures | null,
  network: Project | null,
  node: { readonly id: NodeId; readonly kind: string } | undefined,
): NodeView | null {
  if (!pictures || !network || !node) return null;
  const trained = nodeById(network.graph, node.id);
  if (!trained || trained.kind !== node.kind) return null;
  const layer = layerKind(trained.kind);
  if (layer.inputs.maximum === 0) return { show: "probe", probe: pictures.probe };
  if (!layer.hasOutput) {
    const { probabilities, answer, loss, probe } = pictures;
    if (asksForInput(network.graph) && probe.shape.length === 3)
      return { show: "given-back", probe, values: probabilities };
    return { show: "probabilities", probabilities, answer, loss };
  }
  const field = pictures.fields?.nodes.find((candidate) => candidate.node === node.id);
  if (pictures.fields && field) return { show: "fields", field, cells: pictures.fields.neuronCells };
  return pictureOf(pictures, node.id);
}

/** By the list itself: it is the same one for all pictures of a network. */
const byNode = new WeakMap<Pictures["nodes"], ReadonlyMap<NodeId, NodePicture>>();

/** Asked by every layer at each new picture. */
function pictureOf({ nodes }: Pictures, node: NodeId): NodePicture | null {
  const known = byNode.get(nodes) ?? new Map(nodes.map((picture) => [picture.node, picture]));
  byNode.set(nodes, known);
  return known.get(node) ?? null;
}

/** What all maps of a picture amount to together. */
export function summaryOfMaps({
  steps,
  ranges,
  channels,
}: Extract<NodePicture, { show: "maps" }>): ValueSummary {
  const plane = steps.length / channels.length;
  let [minimum, maximum, sum, counted] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  channels.forEach((_, map) => {
    const [low = Number.NaN, mean = Number.NaN, high = Number.NaN] = ranges.subarray(3 * map);
    const shown = steps.subarray(map * plane, (map + 1) * plane);
    const finite = shown.includes(notFiniteStep)
      ? shown.filter((step) => step !== notFiniteStep).length
      : plane;
    if (finite === 0) return;
    minimum = Math.min(minimum, low);
    maximum = Math.max(maximum, high);
    sum += finite * mean;
    counted += finite;
  });
  const notFinite = steps.length - counted;
  if (counted === 0) return { minimum: Number.NaN, mean: Number.NaN, maximum: Number.NaN, notFinite };
  return { minimum, mean: sum / counted, maximum, notFinite };
}
