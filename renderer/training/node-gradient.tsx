import { useCallback, useRef } from "react";
import { askedWords } from "../../engine/data/describe.ts";
import type { GraphEdge, NodeId } from "../../engine/graph/graph.ts";
import { edgeById, nodeById } from "../../engine/graph/lookup.ts";
import { layerKind } from "../../engine/layers/registry.ts";
import type { Project } from "../../engine/project/project.ts";
import { phrase, say, translate } from "../../engine/words/say.ts";
import { useDocument } from "../document/store.ts";
import { readableZoom } from "../document/visible-area.ts";
import { formatNorm, formatValue } from "../views/format.ts";
import { useCanvasRun } from "./canvas-run.ts";
import { latestOf } from "./curve.ts";
import { edgeWidth, gradientMark, laneNorms } from "./gradients.ts";
import styles from "./node-picture.module.css";
import { viewOf } from "./node-pictures.ts";
import { type TrainingStore, useTraining } from "./store.ts";
import { useLiveDrawing } from "./use-live-drawing.ts";

const warnings = { dead: phrase("dead gradient"), exploding: phrase("exploding gradient") } as const;

/** React only knows that there is a bar; its length and its number are written straight to the page. */
function LiveBar({ nodeId }: { readonly nodeId: NodeId }) {
  const bar = useRef<HTMLElement>(null);
  const number = useLiveDrawing<HTMLSpanElement>(nodeId, {
    part: "norms",
    smallest: readableZoom,
    draw: (target) => {
      const state = useTraining.getState();
      const norm = normOf(nodeId, state);
      const mark = norm === null ? null : gradientMark(norm, state.gradientTop);
      if (norm === null || mark?.show !== "bar") return;
      target.textContent = formatNorm(norm);
      if (bar.current) bar.current.style.backgroundSize = `${100 * mark.share}% 100%`;
    },
  });
  return (
    <div className={styles.gradient} data-testid={`gradient-${nodeId}`}>
      {/* Its words are an attribute: an element cut to nothing has all layers drawn anew at every move of the view. */}
      <span role="img" aria-label={say("Gradient norm")}>
        ∇
      </span>
      <span className={styles.track}>
        <i ref={bar} />
      </span>
      <span ref={number} className={styles.number} />
    </div>
  );
}

/** The last row of a card: the gradient bar or a warning word beyond it, the loss, or why there is no gradient. */
export function NodeGradient({ nodeId }: { readonly nodeId: NodeId }) {
  const show = useCanvasRun(({ network, marks }) =>
    isTrained(nodeId, network) ? (marks.get(nodeId) ?? null) : null,
  );
  const words = useDocument((state) => quietWords(nodeId, state));
  const isEnd = useDocument((state) => {
    const node = nodeById(state.project.graph, nodeId);
    return node !== undefined && !layerKind(node.kind).hasOutput;
  });
  if (show === "bar") return <LiveBar nodeId={nodeId} />;
  if (show !== null)
    return (
      <div className={styles.gradient} data-warns="true" data-testid={`gradient-${nodeId}`}>
        <span aria-hidden="true">⚠</span>
        <span>{translate(warnings[show])}</span>
      </div>
    );
  return isEnd ? <LossRow nodeId={nodeId} words={words} /> : <QuietRow words={words} />;
}

function LossRow({ nodeId, words }: { readonly nodeId: NodeId; readonly words: string | null }) {
  const loss = useTraining((state) => lossWords(nodeId, state));
  return <QuietRow words={loss ?? words} isNumber={loss !== null} />;
}

function QuietRow({
  words,
  isNumber = false,
}: {
  readonly words: string | null;
  readonly isNumber?: boolean;
}) {
  if (words === null) return null;
  return (
    <div className={styles.gradient} data-quiet="true">
      <span className={isNumber ? styles.number : undefined}>{words}</span>
    </div>
  );
}

/** The running loss on the Output, the same number as beside its chart; of a network that was not trained here the probe's. */
function lossWords(nodeId: NodeId, state: TrainingStore): string | null {
  const view = viewOf(state.pictures, state.network, nodeOf(nodeId));
  if (!view) return null;
  const running = latestOf(state.loss);
  if (running) return say("Loss {value}", { value: formatValue(running.smooth) });
  if (view.show !== "probabilities" || view.loss === null) return null;
  return say("Probe loss {value}", { value: formatValue(view.loss) });
}

function quietWords(nodeId: NodeId, state: ReturnType<typeof useDocument.getState>): string | null {
  const node = nodeById(state.project.graph, nodeId);
  if (!node) return null;
  const layer = layerKind(node.kind);
  if (layer.inputs.maximum === 0) return state.data ? askedWords(state.data) : null;
  const check = state.check.nodes[nodeId];
  if (!layer.hasOutput || check?.state !== "ok") return null;
  return check.parameters === 0 ? say("No parameters") : null;
}

function nodeOf(nodeId: NodeId) {
  return nodeById(useDocument.getState().project.graph, nodeId);
}

/** Null for layers that the run does not train. */
function normOf(nodeId: NodeId, { norms, network }: TrainingStore): number | null {
  return isTrained(nodeId, network) ? (norms[nodeId] ?? null) : null;
}

function isTrained(nodeId: NodeId, network: Project | null): boolean {
  const node = nodeOf(nodeId);
  const trained = network ? nodeById(network.graph, nodeId) : undefined;
  return node !== undefined && trained?.kind === node.kind;
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

/** A hook: which connections have two lanes. It is those of the run's network, while that is under way. */
export function useHasLanes(): (edge: GraphEdge) => boolean {
  const network = useCanvasRun((state) => (state.isUnderWay ? state.network : null));
  return useCallback(
    ({ id, from, to }) => {
      const trained = network ? edgeById(network.graph, id) : undefined;
      return trained?.from === from && trained.to === to;
    },
    [network],
  );
}

/** A hook for the backward lane of a connection: draws it with its width in pixels, now and whenever that changes. */
export function useLaneWidth<Element>(edge: GraphEdge, draw: (lane: Element, width: number) => void) {
  return useLiveDrawing<Element>(edge.to, {
    part: "norms",
    smallest: readableZoom,
    draw: (lane) => draw(lane, laneWidths(useTraining.getState())[edge.id] ?? 0.8),
  });
}
