import type { MouseEvent, ReactNode } from "react";
import type { EdgeId } from "../engine/graph/graph.ts";
import { groupsOf } from "../engine/graph/groups.ts";
import { type LayerKind, paletteGroups } from "../engine/layers/layer.ts";
import { type LayerKindName, layerKind, layerKinds } from "../engine/layers/registry.ts";
import { say, translate } from "../engine/words/say.ts";
import { paperPoint } from "./canvas/canvas-commands.ts";
import { focusCanvas } from "./canvas/focus.ts";
import { ContextMenu, type MenuItem } from "./design/menu.tsx";
import { Tile } from "./design/tile.tsx";
import { addLayer, dropLayer } from "./document/actions.ts";
import { arrangementNames, neededFor } from "./document/arrange.ts";
import { actAt, type Place } from "./document/pointed.ts";
import { areFrozen, selectedConnections, trainableLayers } from "./document/selection-actions.ts";
import { takesText } from "./document/shortcuts.ts";
import { layersOf, shownGraph } from "./document/shown-graph.ts";
import { select, selectPlaced, useDocument } from "./document/store.ts";
import { type Commands, keysOf, type ShellCommand, titleOf } from "./shell/shortcuts.ts";

/** The menu of whatever is right-clicked, or has the focus when the menu key is pressed: layers, connections, notes, paper. */
export function NetworkMenu(props: { readonly commands: Commands; readonly children: ReactNode }) {
  return (
    <ContextMenu label={say("What can be done here")} itemsAt={(event) => itemsAt(event, props.commands)}>
      {props.children}
    </ContextMenu>
  );
}

type Entry =
  | ShellCommand
  | "line"
  | { readonly sub: string; readonly items: readonly (MenuItem | ShellCommand)[] };

function itemsAt(event: MouseEvent, commands: Commands): readonly MenuItem[] | null {
  const { target } = event;
  if (!(target instanceof Element) || takesText(target)) return null;
  // A key that asks for the menu points nowhere.
  const at = event.button === 2 ? paperPoint({ x: event.clientX, y: event.clientY }) : null;
  const entries = entriesAt(target, at);
  if (!entries) return null;
  const asItem = (entry: Entry | MenuItem): readonly MenuItem[] => {
    if (typeof entry === "object" && "sub" in entry)
      return [{ label: entry.sub, items: entry.items.flatMap(asItem) }];
    if (typeof entry === "object" || entry === "line") return [entry];
    return offers(entry)
      ? [{ label: labelOf(entry, at), keys: keysOf(entry), act: () => actAt(at, commands[entry]) }]
      : [];
  };
  return withoutLooseLines(entries.flatMap(asItem));
}

/** What is offered, and the selection that it is about: what was not selected before is now. */
function entriesAt(target: Element, at: Place | null): readonly Entry[] | null {
  const placed = target.closest<HTMLElement>("[data-node-id]")?.dataset.nodeId;
  // A line of the outline stands for a connection, too.
  const edge =
    target.closest<SVGElement>(".react-flow__edge")?.dataset.id ??
    target.closest<HTMLElement>("[data-edge-id]")?.dataset.edgeId;
  const { selection, project } = useDocument.getState();
  if (placed !== undefined) {
    const chosen = new Set<string>([...selection.nodes, ...selection.notes]);
    if (!layersOf(shownGraph(project.graph), placed).every((id) => chosen.has(id))) selectPlaced([placed]);
    return ofSelection();
  }
  if (edge !== undefined) {
    select([], [edge]);
    return [
      { sub: say("Insert a layer"), items: layerItems((kind) => insertLayer(kind, edge), takesAndGives) },
      "line",
      "disconnect",
    ];
  }
  if (target.closest(".react-flow__nodesselection")) return ofSelection();
  if (!target.matches("[data-region=canvas], .react-flow__pane")) return null;
  select([]);
  return [
    {
      sub: say(at ? "Add a layer here" : "Add a layer"),
      items: layerItems((kind) => (at ? dropLayer(kind, at) : addLayer(kind))),
    },
    "add-note",
    "paste",
    "line",
    "select-all",
    "find-on-canvas",
    "line",
    "tidy",
    "fit",
    "zoom-100",
  ];
}

function ofSelection(): readonly Entry[] {
  const { selection, project } = useDocument.getState();
  const { nodes, notes } = selection;
  const clipboard = ["cut", "copy", "duplicate", "delete"] as const;
  if (nodes.length === 0 && notes.length === 1)
    return ["write-note", "line", ...clipboard, "line", "fit-selection"];
  if (nodes.length + notes.length > 1)
    return [
      ...clipboard,
      "line",
      {
        sub: say("Arrange"),
        items: arrangementNames.filter((name) => neededFor(name) <= nodes.length + notes.length),
      },
      "group",
      "ungroup",
      "toggle-group",
      "line",
      "disconnect",
      "freeze",
      "line",
      "fit-selection",
    ];
  const layer = project.graph.nodes.find(({ id }) => id === nodes[0]);
  const after: readonly Entry[] =
    layer && layerKind(layer.kind).hasOutput
      ? [
          { sub: say("Add a layer after it"), items: layerItems((kind) => addLayer(kind), takes) },
          "begin-connection",
        ]
      : [];
  return [
    "open-settings",
    "rename",
    "show-in-inspect",
    "line",
    ...after,
    "disconnect",
    "freeze",
    "ungroup",
    "toggle-group",
    "line",
    ...clipboard,
    "line",
    "fit-selection",
  ];
}

function touchesGroup(): boolean {
  const { selection, project } = useDocument.getState();
  return groupsOf(project.graph).some(({ nodes }) => nodes.some((id) => selection.nodes.includes(id)));
}

/** What would do nothing here is left out. */
function offers(command: ShellCommand): boolean {
  if (command === "disconnect") return selectedConnections().length > 0;
  if (command === "freeze") return trainableLayers().length > 0;
  if (command === "group") return useDocument.getState().selection.nodes.length > 1;
  if (command === "ungroup" || command === "toggle-group") return touchesGroup();
  return true;
}

function labelOf(command: ShellCommand, at: Place | null): string {
  if (command === "freeze") return say(areFrozen(trainableLayers()) ? "Let it train again" : "Freeze");
  if (command === "delete") return say("Delete");
  if (at && command === "paste") return say("Paste here");
  if (at && command === "add-note") return say("Add a note here");
  return titleOf(command);
}

const takes = ({ inputs }: LayerKind) => inputs.maximum > 0;
const takesAndGives = (kind: LayerKind) => takes(kind) && kind.hasOutput;

/** The layers as the palette groups them, those that could stand there. */
function layerItems(
  add: (kind: LayerKindName) => unknown,
  fits: (kind: LayerKind) => boolean = () => true,
): readonly MenuItem[] {
  return paletteGroups.flatMap((group) => {
    const kinds = layerKinds.filter((kind) => kind.group === group && fits(kind));
    const items = kinds.map(({ kind, title }) => ({
      label: translate(title),
      picture: <Tile kind={kind} size={18} />,
      act: () => {
        add(kind);
        focusCanvas();
      },
    }));
    return items.length === 0 ? [] : [{ label: translate(group), items }];
  });
}

function insertLayer(kind: LayerKindName, edge: EdgeId): void {
  dropLayer(kind, { x: 0, y: 0 }, edge);
}

function withoutLooseLines(items: readonly MenuItem[]): readonly MenuItem[] {
  return items.filter(
    (item, index) =>
      item !== "line" || (index > 0 && index < items.length - 1 && items[index - 1] !== "line"),
  );
}
