/* The public door of the engine: build, run, train and inspect a network from a script. See README.md. */
export { check, type DataContext, type GraphCheck, type NodeCheck } from "./graph/check.ts";
export { type Graph, type GraphEdge, type GraphNode, graphSchema } from "./graph/graph.ts";
export { graphOf, type LayerWords } from "./graph/graph-of.ts";
export type { Problem } from "./graph/problem.ts";
export type { Kernels } from "./kernels/kernels.ts";
export { loopKernels } from "./kernels/loops.ts";
export { referenceKernels } from "./kernels/reference.ts";
export { layerKinds } from "./layers/registry.ts";
export { Network, type NetworkOptions } from "./network.ts";
export type { Shape, Tensor } from "./tensor.ts";
export { Trainer, type TrainerParts } from "./training/trainer.ts";
export type { TrainerEvent } from "./training/trainer-event.ts";
