import type { DatasetReference } from "../../../engine/data/dataset.ts";
import { splitFields } from "../../../engine/data/preparation.ts";
import { defaultValues } from "../../../engine/layers/fields.ts";
import { say } from "../../../engine/words/say.ts";
import { FieldForm } from "../../design/field-form.tsx";
import { Switch } from "../../design/switch.tsx";
import styles from "./panel.module.css";
import { setPreparation } from "./panel-store.ts";

/** How the examples are divided into training, validation and test. */
export function SplitSection({ data }: { readonly data: DatasetReference }) {
  const split = data.preparation?.split;
  return (
    <div className={styles.form}>
      <div className={styles.choice}>
        <span>{say("Divide anew")}</span>
        <Switch
          label={say("Divide anew")}
          checked={split !== undefined}
          onChange={(on) =>
            setPreparation(() => (on ? say("set the parts") : say("take the own parts")), {
              split: on ? defaultValues(splitFields) : undefined,
            })
          }
        />
      </div>
      {split ? (
        <FieldForm
          fields={splitFields}
          values={split}
          onChange={(name, value) =>
            setPreparation(() => say("set the parts"), { split: { ...split, [name]: value } })
          }
        />
      ) : (
        <p className={styles.words}>
          {say(
            "The set decides: its makers' test part where it has one, else 15 % for the test and 10 to 15 % for validation, every class alike.",
          )}
        </p>
      )}
      <p className={styles.words}>
        {say(
          "The network learns from the training part. The validation part tells while it trains how good it is on what it does not know; the test part is looked at last, and once.",
        )}
      </p>
    </div>
  );
}
