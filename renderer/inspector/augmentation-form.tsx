import { type AnyFieldValues, defaultValues } from "../../engine/layers/fields.ts";
import {
  type Augmentation,
  type AugmentationChoice,
  augmentations,
} from "../../engine/training/augmentations.ts";
import { say, translate } from "../../engine/words/say.ts";
import { FieldForm } from "../design/field-form.tsx";
import { Switch } from "../design/switch.tsx";
import type { StepLabel } from "../document/command.ts";
import { run, useDocument } from "../document/store.ts";

const none: readonly AugmentationChoice[] = [];

/** Which changes training examples get at random, with the settings of those that are on. */
export function AugmentationForm() {
  const chosen = useDocument(({ project }) => project.training.augmentation ?? none);
  const arePictures = useDocument(({ data }) => data === null || data.inputShape.length === 3);
  const shown = augmentations.filter(
    ({ name, needsPictures }: Augmentation) =>
      arePictures || !needsPictures || chosen.some((choice) => choice.name === name),
  );
  return shown.map((record) => (
    <AugmentationRow key={record.name} record={record} chosen={chosen} arePictures={arePictures} />
  ));
}

function AugmentationRow(props: {
  readonly record: (typeof augmentations)[number];
  readonly chosen: readonly AugmentationChoice[];
  readonly arePictures: boolean;
}) {
  const { record, chosen, arePictures } = props;
  const { name, title, summary, fields, needsPictures }: Augmentation<typeof record.name> = record;
  const choice = chosen.find((candidate) => candidate.name === name);
  const settings = choice?.settings ?? defaultValues(fields);
  const others = chosen.filter((candidate) => candidate !== choice);
  const words = translate(title);
  return (
    <div className="augmentation" data-on={choice !== undefined}>
      <div className="augmentation-head">
        <span>{words}</span>
        <Switch
          label={words}
          checked={choice !== undefined}
          onChange={(on) =>
            on
              ? set(
                  () => say("turn on “{augmentation}”", { augmentation: translate(title) }),
                  [...others, { name, settings }],
                )
              : set(() => say("turn off “{augmentation}”", { augmentation: translate(title) }), others)
          }
        />
      </div>
      {choice ? (
        <>
          <FieldForm
            fields={fields}
            values={settings}
            onChange={(field, value) => {
              const changed: AnyFieldValues = { ...settings, [field]: value };
              set(
                () => say("change “{augmentation}”", { augmentation: translate(title) }),
                [...others, { name, settings: changed }],
                `${name}-${field}`,
              );
            }}
          />
          <p className="inspector-text">
            {needsPictures && !arePictures
              ? `${say("It needs pictures, and does nothing to these data.")} `
              : ""}
            {translate(summary)}
          </p>
        </>
      ) : null}
    </div>
  );
}

/** In the order in which they act, so that the order of clicks is none of the file. */
function set(label: StepLabel, choices: readonly AugmentationChoice[], merge?: string): void {
  const order = (name: string) => augmentations.findIndex((record) => record.name === name);
  const augmentation = choices.toSorted((a, b) => order(a.name) - order(b.name));
  run({
    command: "set-training",
    label,
    values: { augmentation },
    ...(merge === undefined ? {} : { merge: `augmentation-${merge}` }),
  });
}
