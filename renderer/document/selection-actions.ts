import type { GraphEdge, GraphNode } from "../../engine/graph/graph.ts";
import { isFrozen } from "../../engine/layers/parameter-fields.ts";
import { layerKind } from "../../engine/layers/registry.ts";
import { say } from "../../engine/words/say.ts";
import { countWords } from "./actions.ts";
import { run, useDocument } from "./store.ts";

/** What people do with all of the selected layers at once, besides moving, copying and deleting them. */

/** The selected connections; without any, those that begin or end at a selected layer. */
export function selectedConnections(): readonly GraphEdge[] {
  const { project, selection } = useDocument.getState();
  const { edges } = project.graph;
  return selection.edges.length > 0
    ? edges.filter(({ id }) => selection.edges.includes(id))
    : edges.filter(({ from, to }) => selection.nodes.includes(from) || selection.nodes.includes(to));
}

/** Takes the connections away and leaves the layers. */
export function disconnectSelection(): void {
  const edges = selectedConnections();
  if (edges.length === 0) return;
  const layers = selectedLayers();
  const what = () =>
    layers.length > 0
      ? countWords(layers.length, 0, layers[0]?.name)
      : say("{count, plural, one {connection} other {# connections}}", { count: edges.length });
  run({
    command: "edit-graph",
    label: () => say("disconnect {what}", { what: what() }),
    edits: [{ edit: "disconnect", ids: edges.map(({ id }) => id) }],
  });
}

/** The selected layers that have weights to train. */
export function trainableLayers(): readonly GraphNode[] {
  return selectedLayers().filter(({ kind }) => "trainable" in layerKind(kind).fields);
}

/** Whether every selected layer with weights keeps them as they are. */
export function areFrozen(layers: readonly GraphNode[]): boolean {
  return layers.every(({ fields }) => isFrozen(fields));
}

/** Keeps training from changing the weights of the selected layers; where it is kept already, lets it again. */
export function toggleFrozen(): void {
  const layers = trainableLayers();
  if (layers.length === 0) return;
  const trainable = areFrozen(layers);
  run({
    command: "edit-graph",
    label: () =>
      say(trainable ? "let {what} train" : "freeze {what}", {
        what: countWords(layers.length, 0, layers[0]?.name),
      }),
    edits: layers.map(({ id }) => ({ edit: "set-fields", id, values: { trainable } })),
  });
}

function selectedLayers(): readonly GraphNode[] {
  const { project, selection } = useDocument.getState();
  return project.graph.nodes.filter(({ id }) => selection.nodes.includes(id));
}
