import { askedWords } from "../../engine/data/describe.ts";
import type { GraphEdge, NodeId } from "../../engine/graph/graph.ts";
import { layerKind } from "../../engine/layers/registry.ts";
import { say } from "../../engine/words/say.ts";
import { useDocument } from "../document/store.ts";
import { formatNorm, formatValue } from "../views/format.ts";
import { latestOf } from "./curve.ts";
import { edgeWidth, gradientMark, laneNorms } from "./gradients.ts";
import styles from "./node-picture.module.css";
import { viewOf } from "./node-pictures.ts";
import { isUnderWay } from "./state.ts";
import { type TrainingStore, useTraining } from "./store.ts";

const words = { dead: "dead", exploding: "exploding" } as const;

/** The norm of a layer's weight gradient on the scale that all layers share; a warning word beyond it. */
export function GradientBar({ nodeId }: { readonly nodeId: NodeId }) {
  const norm = useTraining((state) => normOf(nodeId, state));
  const top = useTraining((state) => state.gradientTop);
  if (norm === null) return null;
  const mark = gradientMark(norm, top);
  if (mark.show !== "bar")
    return (
      <div className={styles.gradient} data-warns="true" data-testid={`gradient-${nodeId}`}>
        <span aria-hidden="true">⚠</span>
        <span>{words[mark.show]} gradient</span>
      </div>
    );
  return (
    <div className={styles.gradient} data-testid={`gradient-${nodeId}`}>
      <span aria-hidden="true">∇</span>
      <span className={styles.track}>
        <i style={{ transform: `scaleX(${mark.share})` }} />
      </span>
      <span className={styles.number}>
        <span className="unseen">Gradient norm </span>
        {formatNorm(norm)}
      </span>
    </div>
  );
}

/** The last row of a card: the gradient bar, the loss of the probe, or why there is no gradient. */
export function NodeGradient({ nodeId }: { readonly nodeId: NodeId }) {
  const hasNorm = useTraining((state) => normOf(nodeId, state) !== null);
  const loss = useTraining((state) => lossWords(nodeId, state));
  const words = useDocument((state) => quietWords(nodeId, state));
  if (hasNorm) return <GradientBar nodeId={nodeId} />;
  const text = loss ?? words;
  if (text === null) return null;
  return (
    <div className={styles.gradient} data-quiet="true">
      <span className={styles.number}>{text}</span>
    </div>
  );
}

/** The running loss on the Output, the same number as beside its chart; of a network that was not trained here the probe's. */
function lossWords(nodeId: NodeId, state: TrainingStore): string | null {
  const node = nodeOf(nodeId);
  const view = viewOf(state.pictures, state.network, node);
  if (!node || !view || layerKind(node.kind).hasOutput) return null;
  const running = latestOf(state.loss);
  if (running) return say("Loss {value}", { value: formatValue(running.smooth) });
  if (view.show !== "probabilities" || view.loss === null) return null;
  return say("Probe loss {value}", { value: formatValue(view.loss) });
}

function quietWords(nodeId: NodeId, state: ReturnType<typeof useDocument.getState>): string | null {
  const node = state.project.graph.nodes.find(({ id }) => id === nodeId);
  if (!node) return null;
  const layer = layerKind(node.kind);
  if (layer.inputs.maximum === 0) return state.data ? askedWords(state.data) : null;
  const check = state.check.nodes[nodeId];
  if (!layer.hasOutput || check?.state !== "ok") return null;
  return check.parameters === 0 ? "No parameters" : null;
}

function nodeOf(nodeId: NodeId) {
  return useDocument.getState().project.graph.nodes.find(({ id }) => id === nodeId);
}

/** Null for layers that the run does not train. */
function normOf(nodeId: NodeId, { norms, network }: TrainingStore): number | null {
  const node = nodeOf(nodeId);
  const trained = network?.graph.nodes.find(({ id }) => id === nodeId);
  return node && trained?.kind === node.kind ? (norms[nodeId] ?? null) : null;
}

let latest: { readonly key: readonly unknown[]; readonly widths: Readonly<Record<string, number>> } | null =
  null;

/** Widths of all backward lanes, worked out once for all edges of a frame. */
function laneWidths({ network, norms, gradientTop }: TrainingStore): Readonly<Record<string, number>> {
  if (!network) return {};
  const key = [network, norms, gradientTop];
  if (latest?.key.every((part, index) => part === key[index])) return latest.widths;
  const widths = Object.fromEntries(
    Object.entries(laneNorms(network.graph, norms)).map(([edge, norm]) => [
      edge,
      // A tenth of a pixel is all that can be seen, and keeps edges from rendering for nothing.
      Math.round(edgeWidth(norm, gradientTop) * 10) / 10,
    ]),
  );
  latest = { key, widths };
  return widths;
}

/** A hook for one connection: its two lanes while the run is under way, and null for those that it does not know. */
export function useEdgeLanes(edge: GraphEdge): { readonly active: boolean; readonly width: number } | null {
  const width = useTraining((state) => {
    if (!isUnderWay(state.run)) return null;
    const trained = state.network?.graph.edges.find(({ id }) => id === edge.id);
    if (!trained || trained.from !== edge.from || trained.to !== edge.to) return null;
    return laneWidths(state)[edge.id] ?? 0.8;
  });
  return width === null ? null : { active: true, width };
}
