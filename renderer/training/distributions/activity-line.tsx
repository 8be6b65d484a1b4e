import { imageSize } from "../../../engine/tensor.ts";
import { say } from "../../../engine/words/say.ts";
import { useInspect } from "../inspect-store.ts";
import { activityCsv } from "../inspect-tables.ts";
import { SaveMenu } from "../save-menu.tsx";
import { useTraining } from "../store.ts";
import { activityOf, deadWarning, deadWords, examplesWords, rangeWords } from "./activity-words.ts";
import styles from "./distributions.module.css";
import { useLooks } from "./looks-store.ts";

/** What the chosen layer gives over many examples, in a sentence; dead units with what helps. */
export function ActivityLine({ node }: { readonly node: string }) {
  const activity = useLooks((state) => state.activity);
  const hasMaps = useInspect(({ look }) => look !== null && imageSize(look.shape) !== null);
  const layer = activityOf(activity, node);
  if (!activity || !layer) return null;
  const dead = deadWords(layer, hasMaps);
  return (
    <div className={styles.activity}>
      <p data-testid="activity">
        {say("{examples}: {range}.", { examples: examplesWords(activity), range: rangeWords(layer) })}
        {dead === null ? null : (
          <span data-warns={deadWarning(layer) !== null}>
            {" "}
            {layer.dead === 0
              ? say("{dead}.", { dead })
              : say("{dead}: 0 for every one of these examples.", { dead })}{" "}
            {deadWarning(layer) === null
              ? ""
              : say("A smaller learning rate or He initialisation often helps.")}
          </span>
        )}
      </p>
      <SaveMenu title={say("Activation statistics")} saved={{ csv: () => activityCsv(activity, nameOf) }} />
    </div>
  );
}

function nameOf(node: string): string {
  return useTraining.getState().network?.graph.nodes.find(({ id }) => id === node)?.name ?? node;
}
