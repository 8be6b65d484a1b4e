import {
  Background,
  BackgroundVariant,
  type Connection,
  type EdgeChange,
  MiniMap,
  type NodeChange,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  useStoreApi,
} from "@xyflow/react";
import { type DragEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Graph, NodeId } from "../../engine/graph/graph.ts";
import { say } from "../../engine/words/say.ts";
import {
  canGoBetween,
  connect,
  dropLayer,
  duplicateTo,
  moveLayers,
  putBetween,
  reconnect,
} from "../document/actions.ts";
import { isLayerDrag, readDraggedLayer } from "../document/layer-drag.ts";
import { select, useDocument } from "../document/store.ts";
import { useCanvas } from "./canvas-state.ts";
import { ConnectionLine } from "./connection-line.tsx";
import { EdgeView } from "./edge-view.tsx";
import {
  boxesOf,
  flowEdges,
  flowNodes,
  type LayerNode,
  looksOf,
  type Places,
  portOf,
  type Routes,
  routesOf,
  type TensorEdge,
} from "./flow-model.ts";
import { focusCanvas } from "./focus.ts";
import { NodeView } from "./node-view.tsx";
import { isNote, type NoteNode, noteNodes } from "./note-nodes.ts";
import { NoteView } from "./note-view.tsx";
import { RestingEdges } from "./resting-edges.tsx";
import { setSizes, useSizes } from "./sizes.ts";
import { useConnecting } from "./use-connecting.ts";
import { useViewport } from "./use-viewport.ts";

type PlacedNode = LayerNode | NoteNode;

const nodeTypes = { layer: NodeView, note: NoteView };
const edgeTypes = { tensor: EdgeView };
const grid: [number, number] = [10, 10];
const addKeys = ["Shift", "Control", "Meta"];
const zoomKeys = ["Control", "Meta"];
/** The right button opens the menu. */
const middleButton = [1];
const noPlaces: Places = {};

/** React Flow with the document's nodes and edges; its own keyboard is off, because the canvas has its own. */
export function Flow() {
  const graph = useDocument((state) => state.project.graph);
  const check = useDocument((state) => state.check);
  const selection = useDocument((state) => state.selection);
  const sizes = useSizes();
  const [dragged, setDragged] = useState<Places>(noPlaces);
  /** The connection that a dragged loose layer would go into. */
  const [target, setTarget] = useState<string | null>(null);
  const flow = useReactFlow();
  const store = useStoreApi();
  const connecting = useConnecting();
  useViewport();

  const writing = useCanvas((state) => state.writing);
  const lastNodes = useRef<LayerNode[]>([]);
  const layers = useMemo(
    () => flowNodes(graph, selection, dragged, sizes, lastNodes.current),
    [graph, selection, dragged, sizes],
  );
  const notes = useMemo(
    () => noteNodes(graph, writing, selection.notes, dragged, sizes),
    [graph, writing, selection.notes, dragged, sizes],
  );
  const nodes = useMemo(() => [...notes, ...layers], [notes, layers]);
  const boxes = useMemo(() => boxesOf(graph, dragged, sizes), [graph, dragged, sizes]);
  const lastRoutes = useRef<Routes>(new Map());
  const routes = useMemo(() => routesOf(graph, boxes, dragged, lastRoutes.current), [graph, boxes, dragged]);
  const looks = useMemo(() => looksOf(graph, check), [graph, check]);
  const lastEdges = useRef<TensorEdge[]>([]);
  const edges = useMemo(
    () => flowEdges(graph, looks, selection, routes, boxes, dragged, lastEdges.current),
    [graph, looks, selection, routes, boxes, dragged],
  );
  useEffect(() => {
    lastNodes.current = layers;
    lastRoutes.current = routes;
    lastEdges.current = edges;
  }, [layers, routes, edges]);

  /** The connection under the pointer: React Flow's to select, and to take by its ends. */
  const [pointedAt, setPointedAt] = useState<string | null>(null);
  const onLeaveEdge = useCallback(() => {
    if (!connecting.isReconnecting()) setPointedAt(null);
  }, [connecting.isReconnecting]);
  const isOfReactFlow = (edge: TensorEdge) => edge.selected === true || edge.id === pointedAt;
  const shownEdges = useMemo(
    () =>
      target === null
        ? edges
        : edges.map((edge) => (edge.id === target ? { ...edge, className: "is-target" } : edge)),
    [edges, target],
  );

  const onNodesChange = useCallback(
    (changes: NodeChange<PlacedNode>[]) => {
      const places: Record<string, { x: number; y: number }> = {};
      const measured: [string, { width: number; height: number }][] = [];
      for (const change of changes) {
        if (change.type === "position" && change.position && change.dragging)
          places[change.id] = change.position;
        // While a note is resized its size is on its way only: it is measured again after.
        if (change.type === "dimensions" && change.dimensions && change.resizing === undefined)
          measured.push([change.id, change.dimensions]);
      }
      if (Object.keys(places).length > 0) setDragged((before) => ({ ...before, ...places }));
      setSizes(measured);
      const { project, selection: before } = useDocument.getState();
      const chosen = afterSelecting([...before.nodes, ...before.notes], changes);
      const notesChosen = chosen.filter((id) => isNote(project.graph, id));
      select(
        chosen.filter((id) => !notesChosen.includes(id)),
        store.getState().userSelectionActive ? edgesAt(project.graph, chosen) : before.edges,
        notesChosen,
      );
    },
    [store],
  );

  const onEdgesChange = useCallback((changes: EdgeChange<TensorEdge>[]) => {
    const before = useDocument.getState().selection;
    select(before.nodes, afterSelecting(before.edges, changes), before.notes);
  }, []);

  const onDrag = useCallback((event: Pointing, _node: PlacedNode, moved: PlacedNode[]) => {
    setTarget(targetOf(event, moved));
  }, []);
  const onDragStop = useCallback((event: Pointing, _node: PlacedNode, moved: PlacedNode[]) => {
    setTarget(null);
    finishDrag(event, moved, setDragged);
  }, []);
  const onSelectionDragStop = useCallback((event: Pointing, moved: PlacedNode[]) => {
    finishDrag(event, moved, setDragged);
  }, []);

  const onConnect = useCallback((made: Connection) => connect(edgeOf(made)), []);
  const onReconnect = useCallback((old: TensorEdge, made: Connection) => reconnect(old.id, edgeOf(made)), []);

  const onDragOver = (event: DragEvent) => {
    if (!isLayerDrag(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  };
  const onDrop = (event: DragEvent) => {
    const kind = readDraggedLayer(event.dataTransfer);
    if (!kind) return;
    event.preventDefault();
    const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    // The pointer ends up on the tile of the new layer.
    dropLayer(kind, { x: at.x - 20, y: at.y - 18 }, edgeUnder(event));
    focusCanvas();
  };

  const showMap = useCanvas((state) => state.showMap);
  return (
    <ReactFlow<PlacedNode, TensorEdge>
      nodes={nodes}
      edges={shownEdges.filter(isOfReactFlow)}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      onNodeDrag={onDrag}
      onNodeDragStop={onDragStop}
      onSelectionDragStop={onSelectionDragStop}
      onConnect={onConnect}
      onReconnect={onReconnect}
      {...connecting.handlers}
      onEdgeMouseLeave={onLeaveEdge}
      onDragOver={onDragOver}
      onDrop={onDrop}
      connectionLineComponent={ConnectionLine}
      connectionRadius={26}
      reconnectRadius={12}
      snapToGrid
      snapGrid={grid}
      minZoom={0.2}
      maxZoom={2}
      nodesFocusable={false}
      edgesFocusable={false}
      disableKeyboardA11y
      deleteKeyCode={null}
      multiSelectionKeyCode={addKeys}
      selectionKeyCode={null}
      selectionOnDrag
      selectionMode={SelectionMode.Partial}
      panOnDrag={middleButton}
      panOnScroll
      zoomActivationKeyCode={zoomKeys}
      zoomOnDoubleClick={false}
      elevateNodesOnSelect={false}
      nodeDragThreshold={2}
      proOptions={{ hideAttribution: true }}
    >
      <RestingEdges edges={shownEdges.filter((edge) => !isOfReactFlow(edge))} onPoint={setPointedAt} />
      <Background variant={BackgroundVariant.Lines} gap={20} lineWidth={1} />
      {showMap ? (
        <MiniMap
          pannable
          zoomable
          ariaLabel={say("Map of the network: drag to move the view")}
          position="bottom-left"
          nodeBorderRadius={12}
          style={{ width: 160, height: 104 }}
        />
      ) : null}
    </ReactFlow>
  );
}

/** The connection under the pointer, by the wide invisible line that takes its clicks. */
function edgeUnder({ clientX, clientY }: DragEvent): string | null {
  const line = document.elementFromPoint(clientX, clientY)?.closest<SVGElement>(".react-flow__edge");
  return line?.dataset.id ?? null;
}

function edgeOf({ source, target, targetHandle }: Connection) {
  return { from: source, to: target, input: portOf(target, targetHandle).input ?? 0 };
}

/** A finger has no Alt key. */
interface Pointing {
  readonly altKey?: boolean;
  readonly clientX?: number;
  readonly clientY?: number;
}

/** The connection beneath a single loose layer that is dragged, where the layer could go into it. */
function targetOf({ clientX, clientY, altKey }: Pointing, moved: readonly PlacedNode[]): string | null {
  const [only] = moved;
  if (altKey || !only || moved.length > 1 || clientX === undefined || clientY === undefined) return null;
  if (!canGoBetween(only.id)) return null;
  // The layer itself lies on top.
  for (const element of document.elementsFromPoint(clientX, clientY)) {
    const line = element.closest<SVGElement>(".react-flow__edge");
    if (line?.dataset.id !== undefined) return line.dataset.id;
  }
  return null;
}

/** Moves the dragged layers and notes; with Alt, copies of them land there instead. A loose one goes into what it is dropped on. */
function finishDrag(
  event: Pointing,
  moved: readonly PlacedNode[],
  setDragged: (places: Places) => void,
): void {
  const places = Object.fromEntries(moved.map(({ id, position }) => [id, position]));
  const target = targetOf(event, moved);
  const [only] = moved;
  if (event.altKey) duplicateTo(places);
  else if (target !== null && only) putBetween(only.id, only.position, target);
  else moveLayers(places);
  setDragged(noPlaces);
}

/** What a rectangle chooses besides the layers in it: all connections that begin or end at one of them. */
function edgesAt(graph: Graph, chosen: readonly NodeId[]): readonly string[] {
  const layers = new Set(chosen);
  return graph.edges.filter(({ from, to }) => layers.has(from) || layers.has(to)).map(({ id }) => id);
}

function afterSelecting(
  chosen: readonly string[],
  changes: readonly (NodeChange<PlacedNode> | EdgeChange<TensorEdge>)[],
): readonly string[] {
  const after = new Set(chosen);
  for (const change of changes)
    if (change.type === "select") {
      if (change.selected) after.add(change.id);
      else after.delete(change.id);
    }
  return [...after];
}
