import { useEffect } from "react";
import type { NodeId } from "../../../engine/graph/graph.ts";
import type { ActivityLook, LayerActivity } from "../../../engine/protocol.ts";
import { useDocument } from "../../document/store.ts";
import { useTraining } from "../store.ts";
import { activityOf, deadWarning, examplesWords, rangeWords } from "./activity-words.ts";
import styles from "./distributions.module.css";
import { followActivity, useLooks } from "./looks-store.ts";

/** Keeps what the canvas says of the layers up to date while the canvas is open. */
export function FollowActivity() {
  useEffect(followActivity, []);
  return null;
}

/** A hook for one layer: what it gives over many examples, in words; null before it was looked at, and for layers that the run does not know. */
export function useActivityWords(node: NodeId): string | null {
  const known = useKnown(node);
  return known ? `${examplesWords(known.look)}: ${rangeWords(known.layer)}` : null;
}

/** Under a layer of which much is dead: how much, in words. */
export function DeadWarning({ nodeId }: { readonly nodeId: NodeId }) {
  const known = useKnown(nodeId);
  const warning = deadWarning(known?.layer ?? null);
  if (warning === null) return null;
  return (
    <div className={styles.warning} data-testid={`dead-${nodeId}`}>
      <span aria-hidden="true">⚠</span>
      {warning}
    </div>
  );
}

function useKnown(node: NodeId): { readonly look: ActivityLook; readonly layer: LayerActivity } | null {
  const kind = useDocument(({ project }) => project.graph.nodes.find(({ id }) => id === node)?.kind);
  const trained = useTraining(({ network }) => network?.graph.nodes.find(({ id }) => id === node)?.kind);
  const look = useLooks((state) => state.activity);
  const layer = kind !== undefined && trained === kind ? activityOf(look, node) : null;
  return look && layer ? { look, layer } : null;
}
