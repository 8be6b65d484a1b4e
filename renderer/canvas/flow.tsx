import {
  type Connection,
  type EdgeChange,
  MiniMap,
  type NodeChange,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  useStoreApi,
  useUpdateNodeInternals,
} from "@xyflow/react";
import {
  type DragEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Graph, NodeId } from "../../engine/graph/graph.ts";
import { say } from "../../engine/words/say.ts";
import { connect, dropLayer, reconnect } from "../document/actions.ts";
import { isLayerDrag, readDraggedLayer } from "../document/layer-drag.ts";
import { edgesOfLine, layersOf, shownGraph } from "../document/shown-graph.ts";
import { select, selectPlaced, useDocument } from "../document/store.ts";
import { BlockView } from "./block-view.tsx";
import { isBrokenOff, useBreakOff } from "./break-off.ts";
import { useCanvas } from "./canvas-state.ts";
import { ConnectionLine } from "./connection-line.tsx";
import {
  drawDragged,
  endDragging,
  isDraggedStraight,
  noteMoved,
  notePressed,
  useDragged,
} from "./dragged.ts";
import { finishDrag, type Pointing, straightened, targetOf, withFramed } from "./dragging.ts";
import { lineUnder, tellDrawnLines } from "./drawn-lines.ts";
import { EdgeView } from "./edge-view.tsx";
import { FarEdges } from "./far-edges.tsx";
import { noteMeasured, takeMeasured } from "./far-layers.ts";
import {
  boxesOf,
  flowEdges,
  flowNodes,
  handleId,
  type LayerNode,
  labelsOf,
  layerPortOf,
  looksOf,
  type Routes,
  routesOf,
  type TensorEdge,
} from "./flow-model.ts";
import { focusCanvas } from "./focus.ts";
import { FrameView } from "./frame-view.tsx";
import {
  type BlockNode,
  blockNodes,
  type FrameNode,
  frameBoxes,
  frameNodes,
  obstaclesOf,
  standingOf,
} from "./group-nodes.ts";
import { Hand } from "./hand.tsx";
import { MapNode } from "./map-node.tsx";
import { MovingEdges } from "./moving-edges.tsx";
import { useMovingView } from "./moving-view.ts";
import { useNoTextSelection } from "./no-text-selection.ts";
import { NodeView } from "./node-view.tsx";
import { isNote, type NoteNode, noteNodes } from "./note-nodes.ts";
import { NoteView } from "./note-view.tsx";
import { Paper } from "./paper.tsx";
import { noteSelection, withKept } from "./pressed-selection.ts";
import { RestingEdges } from "./resting-edges.tsx";
import { setSizes, useSizes } from "./sizes.ts";
import { duration } from "./use-canvas-commands.ts";
import { useConnecting } from "./use-connecting.ts";
import { useViewport } from "./use-viewport.ts";

type PlacedNode = LayerNode | NoteNode | BlockNode | FrameNode;

const nodeTypes = { layer: NodeView, note: NoteView, block: BlockView, frame: FrameView };
const edgeTypes = { tensor: EdgeView };
const grid: [number, number] = [10, 10];
const addKeys = ["Shift", "Control", "Meta"];
const zoomKeys = ["Control", "Meta"];
/** The right button opens the menu. */
const middleButton = [1];
/** Of more selected connections, those that are pointed at are React Flow's to take by their ends. */
const mostTaken = 8;
/** The same one each time: React Flow wakes all that it draws for another. */
const noEdges: TensorEdge[] = [];
function onPressed(event: PointerEvent): void {
  notePressed(event);
  noteSelection(event);
}
const classOnMap = ({ type }: PlacedNode) => `is-${type}`;

/**
 * React Flow with the document's nodes and edges; its own keyboard is off, because the canvas has its own.
 * @param children lie over it, and what is dropped on them is dropped on the canvas.
 */
export function Flow({ children }: { readonly children: ReactNode }) {
  const graph = useDocument((state) => state.project.graph);
  const check = useDocument((state) => state.check);
  const selection = useDocument((state) => state.selection);
  const sizes = useSizes();
  const dragged = useDragged(({ ids }) => ids);
  /** The connection that a dragged loose layer would go into. */
  const [target, setTarget] = useState<string | null>(null);
  const flow = useReactFlow();
  const store = useStoreApi();
  const connecting = useConnecting();
  const movingView = useMovingView();
  const isFar = useCanvas((state) => state.isFar);
  const updateInternals = useUpdateNodeInternals();
  useEffect(() => {
    if (!isFar) updateInternals(takeMeasured());
  }, [isFar, updateInternals]);
  useViewport();
  useNoTextSelection();
  useBreakOff();

  const writing = useCanvas((state) => state.writing);
  const lastNodes = useRef<LayerNode[]>([]);
  const layers = useMemo(
    () => flowNodes(graph, selection, sizes, lastNodes.current),
    [graph, selection, sizes],
  );
  const notes = useMemo(
    () => noteNodes(graph, writing, selection.notes, sizes),
    [graph, writing, selection.notes, sizes],
  );
  const shown = shownGraph(graph);
  const boxes = useMemo(() => boxesOf(graph, {}, sizes), [graph, sizes]);
  const frames = useMemo(() => frameBoxes(shown, boxes), [shown, boxes]);
  const nodes = useMemo(
    () => [...frameNodes(frames), ...notes, ...layers, ...blockNodes(shown, selection, sizes)],
    [frames, notes, layers, shown, selection, sizes],
  );
  const obstacles = useMemo(() => obstaclesOf(boxes, frames), [boxes, frames]);
  const standing = useMemo(() => standingOf(obstacles, frames), [obstacles, frames]);
  const lastRoutes = useRef<Routes>(new Map());
  const routes = useMemo(() => routesOf(graph, obstacles, lastRoutes.current), [graph, obstacles]);
  const looks = useMemo(() => looksOf(graph, check), [graph, check]);
  const labels = useMemo(() => labelsOf(graph, looks, routes, standing), [graph, looks, routes, standing]);
  const lastEdges = useRef<TensorEdge[]>([]);
  const edges = useMemo(
    () => flowEdges(graph, looks, selection, routes, labels, lastEdges.current),
    [graph, looks, selection, routes, labels],
  );
  useEffect(() => {
    lastNodes.current = layers;
    lastRoutes.current = routes;
    lastEdges.current = edges;
    tellDrawnLines(routes);
  }, [layers, routes, edges]);

  /** The connection under the pointer: React Flow's to select, and to take by its ends. */
  const [pointedAt, setPointedAt] = useState<string | null>(null);
  const onLeaveEdge = useCallback(() => {
    if (!connecting.isReconnecting()) setPointedAt(null);
  }, [connecting.isReconnecting]);
  const shownEdges = useMemo(
    () =>
      target === null
        ? edges
        : edges.map((edge) => (edge.id === target ? { ...edge, className: "is-target" } : edge)),
    [edges, target],
  );
  const [moving, still] = useMemo(() => {
    const isMoving = ({ source, target }: TensorEdge) => dragged.has(source) || dragged.has(target);
    return [shownEdges.filter(isMoving), shownEdges.filter((edge) => !isMoving(edge))];
  }, [shownEdges, dragged]);
  const [taken, resting] = useMemo(() => {
    const isFew = selection.edges.length <= mostTaken;
    const isTaken = (edge: TensorEdge) => (isFew && edge.selected === true) || edge.id === pointedAt;
    const now = still.filter(isTaken);
    return [now.length === 0 ? noEdges : now, still.filter((edge) => !isTaken(edge))];
  }, [still, pointedAt, selection.edges]);

  const onNodesChange = useCallback(
    (changes: NodeChange<PlacedNode>[]) => {
      const places: Record<string, { x: number; y: number }> = {};
      const measured: [string, { width: number; height: number }][] = [];
      for (const change of changes) {
        if (change.type === "position" && change.position && change.dragging)
          places[change.id] = change.position;
        // At the end, whether it is a drop or was broken off.
        if (change.type === "position" && change.dragging === false) endDragging();
        // While a note is resized its size is on its way only: it is measured again after.
        if (change.type === "dimensions" && change.dimensions && change.resizing === undefined)
          measured.push([change.id, change.dimensions]);
      }
      const { project, selection: before } = useDocument.getState();
      if (Object.keys(places).length > 0) {
        const { graph } = project;
        const led = isDraggedStraight() ? straightened(graph, places) : places;
        drawDragged(store.getState().domNode, graph, withFramed(graph, led));
      }
      setSizes(measured);
      noteMeasured(measured.map(([id]) => id));
      const shown = shownGraph(project.graph);
      const chosen = withKept(
        afterSelecting([...before.nodes, ...before.notes], changes, (id) => layersOf(shown, id)),
      );
      const notesChosen = chosen.filter((id) => isNote(project.graph, id));
      select(
        chosen.filter((id) => !notesChosen.includes(id)),
        store.getState().userSelectionActive ? edgesAt(project.graph, chosen) : before.edges,
        notesChosen,
      );
    },
    [store],
  );

  const onNodeClick = useCallback((event: MouseEvent, { id, selectable }: PlacedNode) => {
    // React Flow keeps several selected when one of them is clicked; a click means that one.
    if (selectable !== false && !event.shiftKey && !event.ctrlKey && !event.metaKey) selectPlaced([id]);
  }, []);

  const onEdgesChange = useCallback((changes: EdgeChange<TensorEdge>[]) => {
    const { project, selection: before } = useDocument.getState();
    const shown = shownGraph(project.graph);
    const edgesOf = (id: string) => edgesOfLine(shown, id).map((edge) => edge.id);
    select(before.nodes, afterSelecting(before.edges, changes, edgesOf), before.notes);
  }, []);

  const onDrag = useCallback((event: Pointing, _node: PlacedNode, moved: PlacedNode[]) => {
    setTarget(targetOf(event, moved));
  }, []);
  const onDragStop = useCallback((event: Pointing, _node: PlacedNode, moved: PlacedNode[]) => {
    setTarget(null);
    if (!isBrokenOff()) finishDrag(event, moved);
  }, []);
  const onSelectionDragStop = useCallback((event: Pointing, moved: PlacedNode[]) => {
    if (!isBrokenOff()) finishDrag(event, moved);
  }, []);

  const onConnect = useCallback((made: Connection) => {
    if (!isBrokenOff()) connect(edgeOf(made));
  }, []);
  const onReconnect = useCallback((old: TensorEdge, made: Connection) => {
    if (!isBrokenOff()) reconnect(old.id, edgeOf(made));
  }, []);
  const onNodeDoubleClick = useCallback((event: MouseEvent, { id, type }: PlacedNode) => {
    const isOnPart = event.target instanceof Element && event.target.closest("button, input, [data-port]");
    if (type === "layer" && !isOnPart && !useCanvas.getState().isFar) useCanvas.setState({ naming: id });
  }, []);

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
      edges={taken}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      onNodeClick={onNodeClick}
      onNodeDoubleClick={onNodeDoubleClick}
      onNodeDrag={onDrag}
      onNodeDragStop={onDragStop}
      onSelectionDragStop={onSelectionDragStop}
      onConnect={onConnect}
      onReconnect={onReconnect}
      {...connecting.handlers}
      {...movingView}
      onEdgeMouseLeave={onLeaveEdge}
      onPointerDownCapture={onPressed}
      onPointerMoveCapture={noteMoved}
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
      <RestingEdges edges={resting} onPoint={setPointedAt} />
      <FarEdges edges={resting} onPoint={setPointedAt} />
      {moving.length > 0 ? <MovingEdges edges={moving} others={still} /> : null}
      <Paper />
      <Hand />
      {showMap ? (
        <MiniMap
          pannable
          zoomable
          onClick={(_event, { x, y }) =>
            void flow.setCenter(x, y, { zoom: flow.getZoom(), duration: duration(160) })
          }
          ariaLabel={say("Map of the network: click or drag to move the view")}
          position="bottom-left"
          nodeBorderRadius={12}
          nodeClassName={classOnMap}
          nodeComponent={MapNode}
          style={{ width: 160, height: 104 }}
        />
      ) : null}
      {children}
    </ReactFlow>
  );
}

/** The connection that is dropped on; none where a layer lies over it. */
function edgeUnder(event: DragEvent): string | null {
  const isOnNode = event.target instanceof Element && event.target.closest(".react-flow__node") !== null;
  return isOnNode ? null : lineUnder(event);
}

function edgeOf({ source, target, targetHandle }: Connection) {
  const { graph } = useDocument.getState().project;
  const from = layerPortOf(graph, source, handleId(null));
  const to = layerPortOf(graph, target, targetHandle);
  return { from: from.node, to: to.node, input: to.input ?? 0 };
}

/** What a rectangle chooses besides the layers in it: all connections that begin or end at one of them. */
function edgesAt(graph: Graph, chosen: readonly NodeId[]): readonly string[] {
  const layers = new Set(chosen);
  return graph.edges.filter(({ from, to }) => layers.has(from) || layers.has(to)).map(({ id }) => id);
}

function afterSelecting(
  chosen: readonly string[],
  changes: readonly (NodeChange<PlacedNode> | EdgeChange<TensorEdge>)[],
  standsFor: (id: string) => readonly string[],
): readonly string[] {
  const after = new Set(chosen);
  for (const change of changes)
    if (change.type === "select")
      for (const id of standsFor(change.id)) {
        if (change.selected) after.add(id);
        else after.delete(id);
      }
  return [...after];
}
