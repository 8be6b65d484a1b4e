import { graphOf, type LayerWords } from "../../engine/graph/graph-of.ts";
import { layerKind } from "../../engine/layers/registry.ts";
import { emptyProject } from "../../engine/project/empty.ts";
import type { Project } from "../../engine/project/project.ts";

/** Layers side by side, so that 500 of them fill a window in its proportions. */
const perRow = 28;
const rowHeight = 164;

/**
 * A trainable project on Fashion-MNIST with exactly `layers` layers: residual blocks (convolution, ReLU, convolution,
 * add, ReLU) on 14×14, laid out in rows from left to right.
 */
export function largeNetwork(layers: number): Project {
  const words: Record<string, LayerWords> = {
    Input: ["input", { shape: [1, 28, 28] }],
    Pool: ["max-pool"],
    Stem: ["conv2d", convolution],
  };
  const tail = ["Mean", "Classes", "Output"];
  let from = "Stem";
  let block = 0;
  while (Object.keys(words).length + 5 + tail.length <= layers) {
    block++;
    words[`Conv ${block}a`] = ["conv2d", convolution, from];
    words[`ReLU ${block}a`] = ["activation", { function: "relu" }];
    words[`Conv ${block}b`] = ["conv2d", convolution];
    words[`Add ${block}`] = ["add", {}, `Conv ${block}b`, from];
    words[`ReLU ${block}b`] = ["activation", { function: "relu" }];
    from = `ReLU ${block}b`;
  }
  for (let rest = 1; Object.keys(words).length + tail.length < layers; rest++)
    words[`Tanh ${rest}`] = ["activation", { function: "tanh" }];
  words.Mean = ["global-average-pool"];
  words.Classes = ["dense", { units: 10 }];
  words.Output = ["output"];
  const empty = emptyProject();
  return {
    ...empty,
    name: `${layers} layers`,
    graph: inRows(graphOf(words)),
    data: { kind: "built-in", id: "fashion-mnist" },
    training: {
      ...empty.training,
      epochs: 1000,
      batchSize: 8,
      optimizer: { name: "sgd", settings: { learningRate: 0.001, momentum: 0, weightDecay: 0 } },
    },
  };
}

/** A gain this small keeps the sums of a hundred blocks finite. */
const convolution = { filters: 4, kernel: [3, 3], padding: "zero", gain: 0.1 } as const;

function inRows(graph: Project["graph"]): Project["graph"] {
  let x = 0;
  const nodes = graph.nodes.map((node, index) => {
    if (index % perRow === 0) x = 0;
    const at = { x, y: Math.floor(index / perRow) * rowHeight };
    x += layerKind(node.kind).appearance === "bead" ? 150 : 220;
    return { ...node, ...at };
  });
  return { ...graph, nodes };
}
