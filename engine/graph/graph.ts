import { z } from "zod";
import { type AnyFieldValues, defaultValues, type Fields, fieldsSchema } from "../layers/fields.ts";
import { type LayerKindName, layerKind, layerKinds } from "../layers/registry.ts";
import { phrase, say } from "../words/say.ts";
import { type CopiedWeights, copiedWeightsSchema } from "./copied.ts";
import { type GraphNote, noteSchema } from "./note.ts";

export type NodeId = string & { readonly brand?: "NodeId" };
export type EdgeId = string & { readonly brand?: "EdgeId" };
export type GroupId = string & { readonly brand?: "GroupId" };

export interface GraphNode {
  readonly id: NodeId;
  readonly kind: LayerKindName;
  readonly name: string;
  readonly fields: AnyFieldValues;
  /** What its weights start from in place of numbers that are drawn. */
  readonly copied?: CopiedWeights;
  /** Left and top on the canvas, in pixels at 100 %. */
  readonly x: number;
  readonly y: number;
}

/** From a node's output to one input (0 = first) of another. */
export interface GraphEdge {
  readonly id: EdgeId;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly input: number;
}

/** Layers under one name. Collapsed it is drawn as one block; what is computed does not depend on it. */
export interface LayerGroup {
  readonly id: GroupId;
  readonly name: string;
  readonly nodes: readonly NodeId[];
  readonly collapsed: boolean;
}

/** A network as drawn: plain data, a directed graph that `check` looks at and `plan` orders. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Words beside the network, for people only. */
  readonly notes?: readonly GraphNote[];
  /** A layer is in one at most; left out where there are none. */
  readonly groups?: readonly LayerGroup[];
}

export const emptyGraph: Graph = { nodes: [], edges: [] };

const identifier = z.string().min(1).max(64);
const coordinate = z.number().min(-1e6).max(1e6);

const nodeOfKind = (layer: (typeof layerKinds)[number]) =>
  z
    .strictObject({
      id: identifier,
      kind: z.literal(layer.kind),
      name: z.string().min(1).max(80),
      // What works on nodes takes any kind: the fields of one are not told apart by type.
      fields: fieldsSchema<Fields>(layer.fields),
      copied: copiedWeightsSchema.exactOptional(),
      x: coordinate,
      y: coordinate,
    })
    .readonly();

const [firstKind, ...otherKinds] = layerKinds;

/** A saved node, told apart by `kind`; the record of the kind parses its fields. */
export const nodeSchema = z.discriminatedUnion("kind", [
  nodeOfKind(firstKind),
  ...otherKinds.map(nodeOfKind),
]) satisfies z.ZodType<GraphNode>;

const edgeSchema = z
  .strictObject({ id: identifier, from: identifier, to: identifier, input: z.int().min(0).max(63) })
  .readonly() satisfies z.ZodType<GraphEdge>;

const groupSchema = z
  .strictObject({
    // Not the form of a new layer's id, so that blocks and layers are told apart by it.
    id: identifier.regex(/^g\d+$/, phrase("must be g and a number, such as g1")),
    name: z.string().min(1).max(80),
    nodes: z.array(identifier).min(1).max(2000).readonly(),
    collapsed: z.boolean(),
  })
  .readonly() satisfies z.ZodType<LayerGroup>;

/** Parses a graph from outside: unique ids, edges between existing nodes, one edge per input, one group per layer. */
export const graphSchema = z
  .strictObject({
    nodes: z.array(nodeSchema).max(2000).readonly(),
    edges: z.array(edgeSchema).max(10_000).readonly(),
    notes: z.array(noteSchema).max(1000).readonly().exactOptional(),
    groups: z.array(groupSchema).max(2000).readonly().exactOptional(),
  })
  .readonly()
  .superRefine((graph, context) => {
    const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    const report = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    if (nodes.size < graph.nodes.length) report(["nodes"], say("Two layers have the same id."));
    const noteIds = new Set<string>();
    graph.notes?.forEach(({ id }, index) => {
      if (noteIds.has(id) || nodes.has(id))
        report(["notes", index, "id"], say("A layer or another note has the same id."));
      noteIds.add(id);
    });
    if (new Set(graph.edges.map((edge) => edge.id)).size < graph.edges.length)
      report(["edges"], say("Two connections have the same id."));
    const taken = new Set<string>();
    graph.edges.forEach((edge, index) => {
      const to = nodes.get(edge.to);
      if (!nodes.has(edge.from))
        report(["edges", index, "from"], say('There is no layer "{from}".', { from: edge.from }));
      if (!to) report(["edges", index, "to"], say('There is no layer "{to}".', { to: edge.to }));
      else if (edge.input >= layerKind(to.kind).inputs.maximum)
        report(
          ["edges", index, "input"],
          say("{name} has no input number {input}.", { name: to.name, input: edge.input }),
        );
      const port = `${edge.to} ${edge.input}`;
      if (taken.has(port)) report(["edges", index, "input"], say("Two connections end at the same input."));
      taken.add(port);
    });
    const ids = new Set(nodes.keys());
    const grouped = new Set<string>();
    graph.groups?.forEach((group, index) => {
      if (ids.has(group.id))
        report(
          ["groups", index, "id"],
          say('A layer or another group has the id "{id}" already.', { id: group.id }),
        );
      ids.add(group.id);
      group.nodes.forEach((id, place) => {
        const path = ["groups", index, "nodes", place];
        if (!nodes.has(id)) report(path, say('There is no layer "{id}".', { id }));
        if (grouped.has(id))
          report(path, say("{name} is in a group already.", { name: nodes.get(id)?.name ?? id }));
        grouped.add(id);
      });
    });
  }) satisfies z.ZodType<Graph>;

/** An id that the items do not use yet: `n1`, `n2`, … for nodes, `e1`, … edges, `t1`, … notes, `g1`, … groups. */
export function freeId(items: readonly { readonly id: string }[], prefix: "n" | "e" | "t" | "g"): string {
  const taken = new Set(items.map((item) => item.id));
  let number = items.length + 1;
  while (taken.has(`${prefix}${number}`)) number++;
  return `${prefix}${number}`;
}

/** A name after the kind's short name: `Conv 3` when `Conv 1` and `Conv 2` exist, `Flatten` when none does. */
export function freeName(nodes: readonly GraphNode[], kind: LayerKindName): string {
  const { shortName, appearance } = layerKind(kind);
  const taken = new Set(nodes.map((node) => node.name));
  if (appearance !== "card" && !taken.has(shortName)) return shortName;
  let number = 1;
  while (taken.has(`${shortName} ${number}`)) number++;
  return `${shortName} ${number}`;
}

/** A new node with default settings, changed by `values`; not yet part of the graph. */
export function newNode(
  graph: Graph,
  kind: LayerKindName,
  at: { readonly x: number; readonly y: number },
  values: AnyFieldValues = {},
): GraphNode {
  return {
    id: freeId([...graph.nodes, ...(graph.notes ?? [])], "n"),
    kind,
    name: freeName(graph.nodes, kind),
    fields: { ...defaultValues(layerKind(kind).fields), ...values },
    ...at,
  };
}

/**
 * The graph without edges that no file or gesture lets in: between layers that are gone, out of an output, into an
 * input that the layer does not have or that is taken. What works on any graph begins with this.
 */
export function soundGraph(graph: Graph): Graph {
  const kinds = new Map(graph.nodes.map((node) => [node.id, layerKind(node.kind)]));
  const taken = new Set<string>();
  const edges = graph.edges.filter(({ from, to, input }) => {
    const port = `${to} ${input}`;
    if (!kinds.get(from)?.hasOutput || input >= (kinds.get(to)?.inputs.maximum ?? 0) || taken.has(port))
      return false;
    taken.add(port);
    return true;
  });
  return edges.length === graph.edges.length ? graph : { ...graph, edges };
}
