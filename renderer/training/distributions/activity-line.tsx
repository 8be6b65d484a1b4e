import { imageSize } from "../../../engine/tensor.ts";
import { say } from "../../../engine/words/say.ts";
import { useInspect } from "../inspect-store.ts";
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
    <p className={styles.activity} data-testid="activity">
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
  );
}
