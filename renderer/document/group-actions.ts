import { applyEdits, type GraphEdit } from "../../engine/graph/edit.ts";
import type { GroupId } from "../../engine/graph/graph.ts";
import { groupOf, groupsOf } from "../../engine/graph/groups.ts";
import { say } from "../../engine/words/say.ts";
import { expandEdits, selectedGroup } from "./groups.ts";
import { run, useDocument } from "./store.ts";

/** What people do with groups of layers, each one step that can be undone. */

/** Puts the selected layers into a group. Returns what to tell the person when nothing was done, else null. */
export function groupSelection(): string | null {
  const { project, selection } = useDocument.getState();
  const ids = project.graph.nodes.map(({ id }) => id).filter((id) => selection.nodes.includes(id));
  if (ids.length < 2) return say("Select two layers or more to group them.");
  const already = selectedGroup(project.graph, ids);
  if (already) return say("They are the group {name} already.", { name: already.name });
  const groups = [{ ...groupOf(project.graph, ids), collapsed: false }];
  run({
    command: "edit-graph",
    label: () => say("group {count, plural, one {# layer} other {# layers}}", { count: ids.length }),
    edits: [{ edit: "add-groups", groups }],
    select: ids,
  });
  return null;
}

/** Undoes the groups that are wholly selected, or else takes the selected layers out of theirs. Returns as groupSelection. */
export function ungroupSelection(): string | null {
  const { project, selection } = useDocument.getState();
  const { graph } = project;
  const chosen = new Set(selection.nodes);
  const wholly = groupsOf(graph).filter(({ nodes }) => nodes.every((id) => chosen.has(id)));
  if (wholly.length > 0) {
    const [first] = wholly;
    const label = () =>
      wholly.length === 1 && first
        ? say("ungroup {name}", { name: first.name })
        : say("ungroup {count, plural, one {# group} other {# groups}}", { count: wholly.length });
    const edits = wholly.flatMap((group) => (group.collapsed ? expandEdits(graph, group) : []));
    const ids = wholly.map(({ id }) => id);
    run({
      command: "edit-graph",
      label,
      edits: [...edits, { edit: "remove-groups", ids }],
    });
    return null;
  }
  const [home] = groupsOf(graph).filter(({ nodes }) => nodes.some((id) => chosen.has(id)));
  if (!home) return say("Select a group, or a layer in one, to ungroup it.");
  const ids = selection.nodes;
  const only = ids.length === 1 ? graph.nodes.find(({ id }) => id === ids[0])?.name : undefined;
  const label = () =>
    only === undefined
      ? say("take {count, plural, one {# layer} other {# layers}} out of {group}", {
          count: ids.length,
          group: home.name,
        })
      : say("take {layer} out of {group}", { layer: only, group: home.name });
  run({ command: "edit-graph", label, edits: [{ edit: "leave-groups", ids }] });
  return null;
}

/** Collapses the groups that the selection touches; expands them where all are collapsed. Returns as groupSelection. */
export function toggleSelectedGroups(): string | null {
  const { project, selection } = useDocument.getState();
  const touched = groupsOf(project.graph).filter(({ nodes }) =>
    nodes.some((id) => selection.nodes.includes(id)),
  );
  if (touched.length === 0) return say("Select a group, or a layer in one, to collapse or expand it.");
  const collapsed = touched.some((group) => !group.collapsed);
  setCollapsed(
    touched.filter((group) => group.collapsed !== collapsed).map(({ id }) => id),
    collapsed,
  );
  return null;
}

/** Shows groups as one block each, or their layers again. What was selected of a group is all of it afterwards. */
export function setCollapsed(ids: readonly GroupId[], collapsed: boolean): void {
  const { project, selection } = useDocument.getState();
  const groups = groupsOf(project.graph).filter((group) => ids.includes(group.id));
  const [first] = groups;
  if (!first) return;
  const edits: GraphEdit[] = [];
  let graph = project.graph;
  for (const group of groups) {
    const own = collapsed
      ? [{ edit: "set-group", id: group.id, values: { collapsed } } as const]
      : expandEdits(graph, group);
    edits.push(...own);
    graph = applyEdits(graph, own);
  }
  const touched = groups.flatMap(({ nodes }) =>
    nodes.some((id) => selection.nodes.includes(id)) ? nodes : [],
  );
  run({
    command: "edit-graph",
    label: () => labelFor(collapsed, groups.length, first.name),
    edits,
    ...(touched.length > 0 ? { select: [...new Set([...selection.nodes, ...touched])] } : {}),
  });
}

function labelFor(collapsed: boolean, count: number, name: string): string {
  if (count === 1) return collapsed ? say("collapse {name}", { name }) : say("expand {name}", { name });
  return collapsed
    ? say("collapse {count, plural, one {# group} other {# groups}}", { count })
    : say("expand {count, plural, one {# group} other {# groups}}", { count });
}

/** Gives a group another name; an empty one, or the same, changes nothing. */
export function renameGroup(id: GroupId, typed: string): void {
  const group = groupsOf(useDocument.getState().project.graph).find((candidate) => candidate.id === id);
  const name = typed.trim().slice(0, 80);
  if (!group || name === "" || name === group.name) return;
  const edits = [{ edit: "set-group", id, values: { name } } as const];
  run({
    command: "edit-graph",
    label: () => say("rename {before} to {name}", { before: group.name, name }),
    edits,
  });
}
