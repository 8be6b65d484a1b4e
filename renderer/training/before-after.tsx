import type { Graph, NodeId } from "../../engine/graph/graph.ts";
import { layerKind } from "../../engine/layers/registry.ts";
import { say } from "../../engine/words/say.ts";
import { Segmented } from "../design/segmented.tsx";
import styles from "./inspect.module.css";
import { showInstead } from "./inspect-store.ts";
import { useTraining } from "./store.ts";

/** A layer and the activation that bends what it gives. */
export interface ActivationPair {
  readonly before: NodeId;
  readonly after: NodeId;
}

/** The pair that a layer belongs to: as an activation, or as a layer that one activation follows. */
export function activationPair(graph: Graph, node: NodeId): ActivationPair | null {
  const isActivation = (id: NodeId) => {
    const kind = graph.nodes.find((other) => other.id === id)?.kind;
    return kind !== undefined && layerKind(kind).category === "activation";
  };
  if (isActivation(node)) {
    const into = graph.edges.find(({ to }) => to === node);
    return into ? { before: into.from, after: node } : null;
  }
  const following = graph.edges.filter(({ from, to }) => from === node && isActivation(to));
  const [first] = following;
  return first && following.length === 1 ? { before: node, after: first.to } : null;
}

/** Shows the same maps and the same place before and after the activation. */
export function BeforeAfter({ node }: { readonly node: NodeId }) {
  const graph = useTraining(({ network }) => network?.graph ?? null);
  const pair = graph && activationPair(graph, node);
  if (!pair) return null;
  const name = graph.nodes.find(({ id }) => id === pair.after)?.name ?? say("the activation");
  const before = say("Before {name}", { name });
  return (
    <Segmented
      label={say("Before or after {name}", { name })}
      value={node === pair.after ? "after" : "before"}
      options={[
        {
          value: "before",
          label: (
            <span className={styles.pairName} title={before}>
              {before}
            </span>
          ),
        },
        { value: "after", label: say("After") },
      ]}
      onChange={(chosen: keyof ActivationPair) => showInstead(pair[chosen])}
    />
  );
}
