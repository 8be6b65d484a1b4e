import type { AnyFieldValues } from "../layers/fields.ts";
import type { CopiedWeights } from "./copied.ts";
import type { Graph, GraphEdge, GraphNode, NodeId } from "./graph.ts";
import {
  adopted,
  applyGroupEdit,
  type GroupEdit,
  groupsOf,
  isGroupEdit,
  withGroups,
  withoutMembers,
} from "./groups.ts";
import { applyNoteEdit, type NoteEdit, notesOf, withNotes } from "./note.ts";

/** Every way a graph can change. Fixes, commands and undo are made of these. */
export type GraphEdit =
  | { readonly edit: "add-nodes"; readonly nodes: readonly GraphNode[] }
  | { readonly edit: "remove-nodes"; readonly ids: readonly NodeId[] }
  | { readonly edit: "set-fields"; readonly id: NodeId; readonly values: AnyFieldValues }
  | { readonly edit: "set-copied"; readonly id: NodeId; readonly copied: CopiedWeights | null }
  | { readonly edit: "rename"; readonly id: NodeId; readonly name: string }
  | {
      readonly edit: "move";
      /** New places of layers and notes, by their ids. */
      readonly places: Readonly<Record<NodeId, { readonly x: number; readonly y: number }>>;
    }
  | { readonly edit: "connect"; readonly edges: readonly GraphEdge[] }
  | { readonly edit: "disconnect"; readonly ids: readonly string[] }
  | GroupEdit
  | NoteEdit;

/**
 * Applies one edit. Removing a node removes its edges, and its place in a group; connecting to a taken input replaces
 * that edge; layers that are grouped leave the group that they were in.
 */
export function applyEdit(graph: Graph, change: GraphEdit): Graph {
  const { nodes, edges } = graph;
  switch (change.edit) {
    case "add-nodes":
      return { ...graph, nodes: [...nodes, ...change.nodes] };
    case "remove-nodes": {
      const gone = new Set(change.ids);
      const left = {
        ...graph,
        nodes: nodes.filter((node) => !gone.has(node.id)),
        edges: edges.filter((edge) => !gone.has(edge.from) && !gone.has(edge.to)),
      };
      return withGroups(left, withoutMembers(groupsOf(graph), gone));
    }
    case "set-fields":
      return {
        ...graph,
        nodes: nodes.map((node) =>
          node.id === change.id ? { ...node, fields: { ...node.fields, ...change.values } } : node,
        ),
      };
    case "set-copied":
      return {
        ...graph,
        nodes: nodes.map((node) => {
          if (node.id !== change.id) return node;
          const { copied: _before, ...drawn } = node;
          return change.copied ? { ...drawn, copied: change.copied } : drawn;
        }),
      };
    case "rename":
      return {
        ...graph,
        nodes: nodes.map((node) => (node.id === change.id ? { ...node, name: change.name } : node)),
      };
    case "move": {
      const moved = <Item extends { readonly id: string }>(item: Item) =>
        change.places[item.id] ? { ...item, ...change.places[item.id] } : item;
      return withNotes({ ...graph, nodes: nodes.map(moved) }, notesOf(graph).map(moved));
    }
    case "connect": {
      const replaced = (edge: GraphEdge) =>
        change.edges.some((added) => added.to === edge.to && added.input === edge.input);
      return { ...graph, edges: [...edges.filter((edge) => !replaced(edge)), ...change.edges] };
    }
    case "disconnect": {
      const gone = new Set(change.ids);
      return { ...graph, edges: edges.filter((edge) => !gone.has(edge.id)) };
    }
    default:
      return isGroupEdit(change) ? applyGroupEdit(graph, change) : applyNoteEdit(graph, change);
  }
}

/** Applies edits that belong together. New layers that lie within a group afterwards belong to it. */
export function applyEdits(graph: Graph, changes: readonly GraphEdit[]): Graph {
  return adopted(graph, changes.reduce(applyEdit, graph));
}
