import { type NodeProps, useUpdateNodeInternals } from "@xyflow/react";
import { useEffect, useRef, useState } from "react";
import { useShallow } from "zustand/react/shallow";
import type { GraphNode } from "../../engine/graph/graph.ts";
import { nodeById } from "../../engine/graph/lookup.ts";
import { layerKind } from "../../engine/layers/registry.ts";
import { shapeText } from "../../engine/tensor.ts";
import { say } from "../../engine/words/say.ts";
import { formatCount } from "../design/format.ts";
import { Tile } from "../design/tile.tsx";
import { renameLayer } from "../document/actions.ts";
import { roomFor, widestBead } from "../document/node-size.ts";
import { shownGraph } from "../document/shown-graph.ts";
import { showProblem, useDocument } from "../document/store.ts";
import { roomForBead } from "./bead-room.ts";
import { portCount } from "./candidates.ts";
import { useCanvas } from "./canvas-state.ts";
import { wordsChanged } from "./far-layers.ts";
import { handleId } from "./flow-model.ts";
import { NamedHere } from "./named-here.tsx";
import { NodePort } from "./node-port.tsx";
import { beadSetting, captionParts, spokenNode } from "./node-text.ts";
import { noWords, useSlots } from "./slots.ts";
import { useIsTabStop } from "./tab-stop.ts";

/** The one view of all layers: what it shows comes from the record of the kind and from the check. */
export function NodeView({ id, selected, dragging }: NodeProps) {
  const node = useDocument((state) => nodeById(state.project.graph, id));
  return node ? <Layer node={node} selected={selected} dragging={dragging} /> : null;
}

function Layer({ node, selected, dragging }: { node: GraphNode; selected: boolean; dragging: boolean }) {
  const problems = useDocument((state) => state.check.problems);
  const check = useDocument((state) => state.check.nodes[node.id]);
  const layer = layerKind(node.kind);
  const isBead = layer.appearance === "bead";
  // What it asks of the others, not the others: it rests when one of them is moved.
  const { waitingFor, group, ports, widest } = useDocument(
    useShallow(({ project: { graph } }) => ({
      waitingFor: nodeById(graph, check?.waitingFor)?.name ?? null,
      group: shownGraph(graph).groupOf.get(node.id)?.name,
      ports: portCount(graph, node),
      widest: isBead ? roomForBead(graph, node.id) : undefined,
    })),
  );
  const problem = problems.find((entry) => entry.node === node.id && entry.severity === "error");
  const setting = beadSetting(node);
  const { nodeWarning } = useSlots();
  const updateInternals = useUpdateNodeInternals();
  const shownPorts = useRef(ports);
  useEffect(() => {
    if (shownPorts.current === ports) return;
    shownPorts.current = ports;
    updateInternals(node.id);
  }, [ports, node.id, updateInternals]);

  return (
    <NodeFrame
      node={node}
      label={[
        spokenNode(node, check, problems, waitingFor),
        ...(group === undefined ? [] : [say("in the group {name}", { name: group })]),
      ].join(", ")}
      className={[
        "layer",
        `layer-${layer.appearance}`,
        `tile-${layer.category}`,
        `is-${check?.state ?? "waiting"}`,
        problem ? "has-problem" : "",
        selected ? "is-selected" : "",
        dragging ? "is-dragging" : "",
      ].join(" ")}
      widest={widest}
    >
      {isBead ? (
        <div className="layer-head">
          <Tile kind={node.kind} size={20} round />
          <Name node={node} isCut={isLong(node.name) || roomFor(node).width > (widest ?? widestBead)} />
          {setting === null ? null : <span className="layer-setting">{setting}</span>}
        </div>
      ) : (
        <Card node={node} waitingFor={waitingFor} />
      )}
      {[...Array(ports).keys()].map((input) => (
        <NodePort key={handleId(input)} node={node} input={input} ports={ports} />
      ))}
      {layer.hasOutput ? <NodePort node={node} input={null} ports={ports} /> : null}
      {problem ? (
        <button
          type="button"
          className="layer-mark nodrag"
          tabIndex={-1}
          aria-label={say("{problem}. Show what helps.", { problem: problem.title })}
          data-testid={`problem-${node.name}`}
          onClick={(event) => {
            event.stopPropagation();
            showProblem(problem);
          }}
        >
          !
        </button>
      ) : (
        nodeWarning?.(node.id)
      )}
    </NodeFrame>
  );
}

/** The name, or the field that it is written in. */
function Name({
  node: { id, name },
  isCut = isLong(name),
}: {
  readonly node: GraphNode;
  readonly isCut?: boolean;
}) {
  const isNaming = useCanvas((state) => state.naming === id);
  return isNaming ? (
    <NamedHere
      id={id}
      name={name}
      label={say("Name of the layer")}
      testId="name-on-layer"
      onRename={(typed) => renameLayer(id, typed)}
    />
  ) : (
    <span title={isCut ? name : undefined}>{name}</span>
  );
}

/** A name that may be too long for its card; below others, the tip of the whole layer tells what it gives. */
function isLong(name: string): boolean {
  return name.length > 12;
}

/** The focusable frame: one of all layers is the tab stop of the canvas. */
function NodeFrame({
  node,
  label,
  className,
  widest,
  children,
}: {
  node: GraphNode;
  label: string;
  className: string;
  /** In pixels, where that depends on what follows. */
  widest: number | undefined;
  children: React.ReactNode;
}) {
  const isTabStop = useIsTabStop(node.id);
  const { useNodeWords = noWords } = useSlots();
  const [isPointedAt, setPointedAt] = useState(false);
  const words = useNodeWords(isPointedAt ? node.id : null);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => wordsChanged(frame.current));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a layer is no fieldset; it groups ports and values under a name
    <div
      ref={frame}
      role="group"
      aria-roledescription={say("layer")}
      aria-label={label}
      // Arrow keys walk through the layers; one of them at a time takes part in Tab.
      tabIndex={isTabStop ? 0 : -1}
      className={className}
      style={widest === undefined ? undefined : { maxWidth: widest }}
      title={words ?? undefined}
      data-layer
      data-node-id={node.id}
      data-kind={node.kind}
      data-testid={`node-${node.name}`}
      onPointerEnter={() => setPointedAt(true)}
      onPointerLeave={() => setPointedAt(false)}
      onFocus={() => useCanvas.setState({ active: node.id })}
    >
      {children}
    </div>
  );
}

function Card({ node, waitingFor }: { node: GraphNode; waitingFor: string | null }) {
  const data = useDocument((state) => state.data);
  const problems = useDocument((state) => state.check.problems);
  const known = useDocument((state) => state.check.nodes[node.id]);
  const { nodePicture, nodeGradient } = useSlots();
  const layer = layerKind(node.kind);
  const shape = layer.hasOutput ? known?.output : known?.inputs[0];
  const caption = captionParts(node, problems, data);
  return (
    <div>
      <div className="layer-head">
        <Tile kind={node.kind} size={22} />
        <Name node={node} />
      </div>
      <div className="layer-caption" title={caption.map(({ text }) => text).join(", ")}>
        {caption.map((part, index) => (
          <span key={part.text}>
            {index > 0 ? ", " : ""}
            <span className={part.atFault ? "is-at-fault" : undefined}>{part.text}</span>
          </span>
        ))}
      </div>
      {nodePicture?.(node.id)}
      <div className="layer-foot">
        {waitingFor ? (
          <span className="layer-waiting">{say("waiting for {layer}", { layer: waitingFor })}</span>
        ) : (
          <>
            <span className="layer-number">{shape ? shapeText(shape) : "?"}</span>
            <span className="layer-number layer-count">
              {known?.parameters ? formatCount(known.parameters) : ""}
            </span>
          </>
        )}
      </div>
      {nodeGradient?.(node.id)}
    </div>
  );
}
