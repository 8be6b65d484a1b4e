import { layerKind } from "../layers/registry.ts";
import { freeId, type Graph, type GraphEdge, type GroupId, type LayerGroup, type NodeId } from "./graph.ts";

/*
 * Layers under one name. Groups are for people who read the drawing: plan, checks, training and exports see the layers
 * alone.
 */

/** The groups of a graph; a graph without any does not mention them. */
export function groupsOf(graph: Graph): readonly LayerGroup[] {
  return graph.groups ?? none;
}
const none: readonly LayerGroup[] = [];

/** The graph with these groups; without any it has no list of them, as if there had never been one. */
export function withGroups(graph: Graph, groups: readonly LayerGroup[]): Graph {
  const { groups: _before, ...flat } = graph;
  return groups.length > 0 ? { ...flat, groups } : flat;
}

/** The groups without these layers; a group that loses its last one is gone. */
export function withoutMembers(
  groups: readonly LayerGroup[],
  gone: ReadonlySet<NodeId>,
): readonly LayerGroup[] {
  return groups.flatMap((group) => {
    const nodes = group.nodes.filter((id) => !gone.has(id));
    if (nodes.length === group.nodes.length) return [group];
    return nodes.length > 0 ? [{ ...group, nodes }] : [];
  });
}

/** Every way a group can change but by the removal of its layers. */
export type GroupEdit =
  | { readonly edit: "add-groups"; readonly groups: readonly LayerGroup[] }
  | { readonly edit: "remove-groups"; readonly ids: readonly GroupId[] }
  | {
      readonly edit: "set-group";
      readonly id: GroupId;
      readonly values: { readonly name?: string; readonly collapsed?: boolean };
    }
  /** Takes layers out of their groups. */
  | { readonly edit: "leave-groups"; readonly ids: readonly NodeId[] };

/** Applies one edit of groups. Layers that are grouped leave the group that they were in. */
export function applyGroupEdit(graph: Graph, change: GroupEdit): Graph {
  const groups = groupsOf(graph);
  switch (change.edit) {
    case "add-groups": {
      const moved = new Set(change.groups.flatMap((group) => group.nodes));
      return withGroups(graph, [...withoutMembers(groups, moved), ...change.groups]);
    }
    case "remove-groups":
      return withGroups(
        graph,
        groups.filter(({ id }) => !change.ids.includes(id)),
      );
    case "set-group":
      return withGroups(
        graph,
        groups.map((group) => (group.id === change.id ? { ...group, ...change.values } : group)),
      );
    case "leave-groups":
      return withGroups(graph, withoutMembers(groups, new Set(change.ids)));
  }
}

const groupEdits: Readonly<Record<string, true>> = {
  "add-groups": true,
  "remove-groups": true,
  "set-group": true,
  "leave-groups": true,
} satisfies Record<GroupEdit["edit"], true>;

/** Tells edits of groups from those of the network. */
export function isGroupEdit(change: { readonly edit: string }): change is GroupEdit {
  return Object.hasOwn(groupEdits, change.edit);
}

/** The group of each layer that is in one. */
export function groupsByLayer({ groups = [] }: Graph): ReadonlyMap<NodeId, LayerGroup> {
  return new Map(groups.flatMap((group) => group.nodes.map((id) => [id, group] as const)));
}

/** The connections that enter a group from outside, and those that leave it. */
export function borderOf(
  { edges }: Graph,
  { nodes }: LayerGroup,
): { readonly entering: readonly GraphEdge[]; readonly leaving: readonly GraphEdge[] } {
  const inside = new Set(nodes);
  return {
    entering: edges.filter(({ from, to }) => inside.has(to) && !inside.has(from)),
    leaving: edges.filter(({ from, to }) => inside.has(from) && !inside.has(to)),
  };
}

/**
 * The layers that a group gives what it computes by: those that feed layers outside, or where none does those that feed
 * nothing yet. Empty for a group that ends with the network.
 */
export function exitsOf(graph: Graph, group: LayerGroup): readonly NodeId[] {
  const { leaving } = borderOf(graph, group);
  if (leaving.length > 0) return [...new Set(leaving.map(({ from }) => from))];
  const kinds = new Map(graph.nodes.map(({ id, kind }) => [id, kind]));
  return group.nodes.filter((id) => {
    const kind = kinds.get(id);
    return kind && layerKind(kind).hasOutput && !graph.edges.some(({ from }) => from === id);
  });
}

/**
 * New layers that came to lie within a group belong to it: all that feeds them and all that they feed is in that one,
 * such as a layer dropped onto a connection inside.
 */
export function adopted(before: Graph, after: Graph): Graph {
  if (!after.groups || after.nodes === before.nodes) return after;
  const known = new Set(before.nodes.map(({ id }) => id));
  const home = groupsByLayer(after);
  const loose = after.nodes.filter(({ id }) => !known.has(id) && !home.has(id));
  const joining = new Map<LayerGroup, NodeId[]>();
  for (const { id } of loose) {
    const feeding = after.edges.filter(({ to }) => to === id).map(({ from }) => home.get(from));
    const fed = after.edges.filter(({ from }) => from === id).map(({ to }) => home.get(to));
    const [group] = feeding;
    if (!group || fed.length === 0 || [...feeding, ...fed].some((other) => other !== group)) continue;
    joining.set(group, [...(joining.get(group) ?? []), id]);
  }
  if (joining.size === 0) return after;
  const groups = after.groups.map((group) => {
    const more = joining.get(group);
    return more ? { ...group, nodes: [...group.nodes, ...more] } : group;
  });
  return { ...after, groups };
}

/** A group of these layers: the one group that is wholly among them with its name, else a new one, `Block 1` and so on. */
export function groupOf({ nodes, groups = [] }: Graph, ids: readonly NodeId[]): LayerGroup {
  const [grown, ...others] = groups.filter((group) => group.nodes.every((id) => ids.includes(id)));
  if (grown && others.length === 0) return { ...grown, nodes: ids };
  const alike = nodes.filter(({ id }) => id.startsWith("g"));
  const id = freeId([...groups, ...alike], "g");
  return { id, name: freeGroupName(groups, "Block 1"), nodes: ids, collapsed: false };
}

/** The wanted name, or the next with a number that no group has: `Encoder`, `Encoder 2`. */
export function freeGroupName(groups: readonly LayerGroup[], wanted: string): string {
  const taken = new Set(groups.map(({ name }) => name));
  const word = wanted.replace(/ \d+$/, "");
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${word} ${number}`;
  return name;
}
