import { useEffect } from "react";
import type { NodeId } from "../../../engine/graph/graph.ts";
import { nodeById } from "../../../engine/graph/lookup.ts";
import type { ActivityLook, LayerActivity } from "../../../engine/protocol.ts";
import { useDocument } from "../../document/store.ts";
import { useCanvasRun } from "../canvas-run.ts";
import { activityOf, deadWarning, examplesWords, rangeWords } from "./activity-words.ts";
import styles from "./distributions.module.css";
import { followActivity, useLooks } from "./looks-store.ts";

/** Keeps what the canvas says of the layers up to date while the canvas is open. */
export function FollowActivity() {
  useEffect(followActivity, []);
  return null;
}

/**
 * A hook for one layer: what it gives over many examples, in words; null before it was looked at, and for layers that
 * the run does not know. Null for no layer.
 */
export function useActivityWords(node: NodeId | null): string | null {
  return useKnown(node, (layer, look) => `${examplesWords(look)}: ${rangeWords(layer)}`);
}

/** Under a layer of which much is dead: how much, in words. */
export function DeadWarning({ nodeId }: { readonly nodeId: NodeId }) {
  const warning = useKnown(nodeId, deadWarning);
  if (warning === null) return null;
  return (
    <div className={styles.warning} data-testid={`dead-${nodeId}`}>
      <span aria-hidden="true">⚠</span>
      {warning}
    </div>
  );
}

/** What is said of a layer; only other words render anew, not each look. */
function useKnown(
  node: NodeId | null,
  said: (layer: LayerActivity, look: ActivityLook) => string | null,
): string | null {
  const kind = useDocument(({ project }) => nodeById(project.graph, node)?.kind);
  const trained = useCanvasRun(({ network }) => (network ? nodeById(network.graph, node)?.kind : undefined));
  const isKnown = kind !== undefined && trained === kind;
  return useLooks(({ activity }) => {
    const layer = isKnown && node !== null ? activityOf(activity, node) : null;
    return activity && layer ? said(layer, activity) : null;
  });
}
