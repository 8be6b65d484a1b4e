import type { GraphEdit } from "../../engine/graph/edit.ts";
import {
  type EdgeId,
  freeId,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type NodeId,
} from "../../engine/graph/graph.ts";
import { notesOf } from "../../engine/graph/note.ts";
import { type LayerKindName, layerKind } from "../../engine/layers/registry.ts";
import type { Shape } from "../../engine/tensor.ts";
import { phrase, say, translate } from "../../engine/words/say.ts";
import { copyText, parseClipping, partOf, pasteEdits, placesAt, roomForClipping } from "./clipboard.ts";
import type { StepLabel } from "./command.ts";
import { selectedGroup } from "./groups.ts";
import {
  type Insertion,
  insertAtLooseEnd,
  insertBetween,
  insertLayer,
  type LooseStart,
  placeLayer,
} from "./insertion.ts";
import { pointedPlace } from "./pointed.ts";
import { edgesOfLine, shownGraph } from "./shown-graph.ts";
import { run, useDocument } from "./store.ts";
import { type AreaToAdd, areaBesidePanel } from "./visible-area.ts";

/** What people do with layers, each one step that can be undone. */

/** Adds a layer behind the selected one and connects it, or into the selected connection. */
export function addLayer(kind: LayerKindName): NodeId {
  const { project, selection } = useDocument.getState();
  const { graph } = project;
  const [first] = selection.edges;
  const line = first === undefined ? [] : edgesOfLine(shownGraph(graph), first);
  if (line.length === selection.edges.length && selection.nodes.length === 0) {
    const between = intoLine(graph, kind, line, areaBesidePanel());
    if (between) return add(between);
  }
  // A collapsed group is gone on from where it ends.
  const block = shownGraph(graph).blocks.find(({ group }) => group === selectedGroup(graph, selection.nodes));
  const chosen = block?.exit ? [block.exit] : selection.nodes;
  return add(insertLayer(graph, kind, chosen, areaBesidePanel()));
}

/** Adds a layer at a place on the canvas, in pixels at 100 %, or into the connection that it was dropped on. */
export function dropLayer(
  kind: LayerKindName,
  at: { readonly x: number; readonly y: number },
  onEdge: EdgeId | null = null,
): NodeId {
  const { graph } = useDocument.getState().project;
  const line = onEdge === null ? [] : edgesOfLine(shownGraph(graph), onEdge);
  return add(intoLine(graph, kind, line) ?? placeLayer(graph, kind, at));
}

/** A new layer in the middle of what is drawn as one line; null where it does not fit there. */
function intoLine(
  graph: Graph,
  kind: LayerKindName,
  line: readonly GraphEdge[],
  area: AreaToAdd | null = null,
): Insertion | null {
  const [edge, ...others] = line;
  const before = graph.nodes.find(({ id }) => id === edge?.from);
  if (!edge || !before || !fitsBetween(kind)) return null;
  const { node, edits } = insertBetween(graph, kind, before, edge, area);
  return { node, edits: [...edits, ...from(node.id, others)] };
}

/** What lets other connections of the same line begin at a layer that was put into it. */
function from(id: NodeId, others: readonly GraphEdge[]): readonly GraphEdit[] {
  return others.length === 0
    ? []
    : [{ edit: "connect", edges: others.map((edge) => ({ ...edge, from: id })) }];
}

/** A layer where a connection was let go over the paper, and that connection, which begins or ends at `start`. */
export function addAtLooseEnd(
  kind: LayerKindName,
  at: { readonly x: number; readonly y: number },
  start: LooseStart,
): NodeId {
  return add(insertAtLooseEnd(useDocument.getState().project.graph, kind, at, start));
}

/** Gives a layer another name. */
export function renameLayer(id: NodeId, name: string): void {
  const before = nameOf(id);
  run({
    command: "edit-graph",
    label: () => say("rename {before} to {name}", { before, name }),
    edits: [{ edit: "rename", id, name }],
  });
}

function add({ node, edits }: Insertion): NodeId {
  const shape = useDocument.getState().data?.inputShape;
  run({
    command: "edit-graph",
    label: () => say("add {name}", { name: node.name }),
    edits: shape ? [...edits, ...beginsWith([node], shape)] : edits,
    select: [node.id],
  });
  return node.id;
}

/** What makes the layers that begin a network take examples of this shape. */
export function beginsWith(nodes: readonly GraphNode[], shape: Shape): readonly GraphEdit[] {
  return nodes.flatMap(({ id, kind }): GraphEdit[] => {
    const { inputs, fields } = layerKind(kind);
    if (inputs.maximum > 0) return [];
    const shapes = Object.entries(fields).filter(([, field]) => field.type === "shape");
    return shapes.map(([field]) => ({ edit: "set-fields", id, values: { [field]: shape } }));
  });
}

/** Whether a layer is loose and could lie within a connection: it has neither inputs nor readers yet, and both fit. */
export function canGoBetween(id: NodeId): boolean {
  const { nodes, edges } = useDocument.getState().project.graph;
  const node = nodes.find((candidate) => candidate.id === id);
  return (
    node !== undefined && fitsBetween(node.kind) && !edges.some(({ from, to }) => from === id || to === id)
  );
}

/** Moves a loose layer to a place and into the connection that lies there, in one step. */
export function putBetween(id: NodeId, at: { readonly x: number; readonly y: number }, onEdge: EdgeId): void {
  const { graph } = useDocument.getState().project;
  const [edge, ...others] = edgesOfLine(shownGraph(graph), onEdge);
  if (!edge || !canGoBetween(id)) return;
  const first: GraphEdge = { id: freeId(graph.edges, "e"), from: edge.from, to: id, input: 0 };
  const second: GraphEdge = { ...edge, id: freeId([...graph.edges, first], "e"), from: id };
  const names = { name: nameOf(id), from: nameOf(edge.from), to: nameOf(edge.to) };
  run({
    command: "edit-graph",
    label: () => say("put {name} between {from} and {to}", names),
    edits: [
      { edit: "move", places: { [id]: at } },
      { edit: "disconnect", ids: [edge.id] },
      { edit: "connect", edges: [first, second] },
      ...from(id, others),
    ],
  });
}

function connecting({ from, to }: Omit<GraphEdge, "id">): StepLabel {
  const names = { from: nameOf(from), to: nameOf(to) };
  return () => say("connect {from} to {to}", names);
}

/** Draws a connection; one that ends at the same input gives way. */
export function connect(edge: Omit<GraphEdge, "id">): void {
  const { graph } = useDocument.getState().project;
  run({
    command: "edit-graph",
    label: connecting(edge),
    edits: [{ edit: "connect", edges: [{ id: freeId(graph.edges, "e"), ...edge }] }],
  });
}

/** Takes a connection away, for who pulls its end off. */
export function disconnect(id: EdgeId): void {
  const edge = useDocument.getState().project.graph.edges.find((candidate) => candidate.id === id);
  if (!edge) return;
  const names = { from: nameOf(edge.from), to: nameOf(edge.to) };
  run({
    command: "edit-graph",
    label: () => say("disconnect {from} from {to}", names),
    edits: [{ edit: "disconnect", ids: [id] }],
  });
}

/** Moves an end of a connection to another port. */
export function reconnect(id: string, edge: Omit<GraphEdge, "id">): void {
  run({
    command: "edit-graph",
    label: connecting(edge),
    edits: [
      { edit: "disconnect", ids: [id] },
      { edit: "connect", edges: [{ id, ...edge }] },
    ],
  });
}

const steps = {
  delete: phrase("delete {what}"),
  cut: phrase("cut {what}"),
  paste: phrase("paste {what}"),
  duplicate: phrase("duplicate {what}"),
} as const;

export function deleteSelection(step: "delete" | "cut" = "delete"): void {
  const { nodes, edges, notes } = useDocument.getState().selection;
  const edits: GraphEdit[] = [];
  if (notes.length > 0) edits.push({ edit: "remove-notes", ids: notes });
  if (edges.length > 0) edits.push({ edit: "disconnect", ids: edges });
  if (nodes.length > 0) edits.push({ edit: "remove-nodes", ids: nodes });
  const what: StepLabel =
    nodes.length + notes.length > 0
      ? countOrName([...nodes, ...notes])
      : () => say("{count, plural, one {connection} other {# connections}}", { count: edges.length });
  run({ command: "edit-graph", label: () => translate(steps[step], { what: what() }), edits });
}

/** Moves layers and notes to places in pixels at 100 %. Steps with the same `merge` key become one. */
export function moveLayers(
  places: Readonly<Record<string, { readonly x: number; readonly y: number }>>,
  options: { readonly label?: StepLabel; readonly merge?: string } = {},
): void {
  const { graph } = useDocument.getState().project;
  const moved = [...graph.nodes, ...notesOf(graph)].filter(
    ({ id, x, y }) => places[id] && (places[id].x !== x || places[id].y !== y),
  );
  if (moved.length === 0) return;
  const what = countOrName(moved.map(({ id }) => id));
  run({
    command: "edit-graph",
    label: options.label ?? (() => say("move {what}", { what: what() })),
    edits: [
      { edit: "move", places: Object.fromEntries(moved.map(({ id }) => [id, places[id] ?? { x: 0, y: 0 }])) },
    ],
    ...(options.merge ? { merge: options.merge } : {}),
  });
}

export function duplicateSelection(): void {
  const text = copySelection();
  if (text !== null) paste(text, "duplicate");
}

/** Adds copies of layers and notes at places in pixels at 100 %, by the id of the original, which stays where it is. */
export function duplicateTo(
  places: Readonly<Record<string, { readonly x: number; readonly y: number }>>,
): void {
  const { graph } = useDocument.getState().project;
  const ids = Object.keys(places);
  const part = partOf(graph, new Set(ids));
  if (part.nodes.length + notesOf(part).length === 0) return;
  const { edits, added } = pasteEdits(graph, part, places);
  const what = countOrName(ids);
  const label = () => translate(steps.duplicate, { what: what() });
  run({ command: "edit-graph", label, edits, select: added });
}

/** The selected layers and notes as text for the clipboard; null when none is selected. */
export function copySelection(): string | null {
  const { project, selection } = useDocument.getState();
  return copyText(project.graph, new Set([...selection.nodes, ...selection.notes]));
}

/** Adds copied layers and notes. Returns what to tell the person when the text cannot be used, else null. */
export function paste(text: string, step: "paste" | "duplicate" = "paste"): string | null {
  const parsed = parseClipping(text);
  if ("refused" in parsed) return parsed.refused;
  const at = pointedPlace() ?? roomForClipping(useDocument.getState().project.graph, parsed.clipping);
  const places = at ? placesAt(parsed.clipping, at) : {};
  const { edits, added } = pasteEdits(useDocument.getState().project.graph, parsed.clipping, places);
  const { nodes } = parsed.clipping;
  const what = () => countWords(nodes.length, notesOf(parsed.clipping).length, nodes[0]?.name);
  run({
    command: "edit-graph",
    label: () => translate(steps[step], { what: what() }),
    edits,
    select: added,
  });
  return null;
}

/** Whether a layer can stand in the middle of a connection: it takes something and gives something. */
function fitsBetween(kind: LayerKindName): boolean {
  const { inputs, hasOutput } = layerKind(kind);
  return inputs.maximum > 0 && hasOutput;
}

function nameOf(id: NodeId): string {
  return useDocument.getState().project.graph.nodes.find((node) => node.id === id)?.name ?? countWords(1, 0);
}

function countOrName(ids: readonly string[]): StepLabel {
  const notes = notesOf(useDocument.getState().project.graph).filter(({ id }) => ids.includes(id)).length;
  const [layer] = ids;
  const name = layer === undefined ? undefined : nameOf(layer);
  return () => countWords(ids.length - notes, notes, name);
}

/** "3 layers and 2 notes"; a single layer by its name, where it is given. */
export function countWords(layers: number, notes: number, name?: string): string {
  const ofLayers =
    layers === 1 && name !== undefined
      ? name
      : say("{count, plural, one {# layer} other {# layers}}", { count: layers });
  const ofNotes = say("{count, plural, one {a note} other {# notes}}", { count: notes });
  if (notes === 0) return ofLayers;
  return layers === 0 ? ofNotes : say("{layers} and {notes}", { layers: ofLayers, notes: ofNotes });
}
