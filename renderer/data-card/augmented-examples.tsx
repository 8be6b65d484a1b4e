import { RefreshCw } from "lucide-react";
import { useEffect, useState } from "react";
import type { AugmentedExamples as Examples } from "../../engine/protocol.ts";
import { imageSize, sizeOf } from "../../engine/tensor.ts";
import { augmentationWords } from "../../engine/training/augmentations.ts";
import { say } from "../../engine/words/say.ts";
import { IconButton } from "../design/button.tsx";
import { answerOf, desktopBridge } from "../desktop.ts";
import { useDocument } from "../document/store.ts";
import { ImageView } from "../views/image-view.tsx";

/** Epochs that are shown beside the picture itself. */
const draws = 7;
/** Side of a picture in CSS pixels: four of them side by side fill the inspector. */
const room = 60;

/** A training picture as it is, and as training meets it in its first epochs with what is chosen now. */
export function AugmentedExamples() {
  const data = useDocument(({ project }) => project.data);
  const augmentation = useDocument(({ project }) => project.training.augmentation);
  const seed = useDocument(({ project }) => project.training.seed);
  const [example, setExample] = useState(0);
  const [examples, setExamples] = useState<Examples | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const isOn = augmentation !== undefined && augmentation.length > 0;
  useEffect(() => {
    if (!isOn || data === null) return;
    let isWanted = true;
    void answerOf(desktopBridge().augmentExamples({ data, augmentation, seed, example, draws })).then(
      (answer) => {
        if (!isWanted) return;
        setExamples(answer.ok ? answer.value : null);
        setRefusal(answer.ok ? null : `${answer.trouble.title}. ${answer.trouble.reason}`);
      },
    );
    return () => {
      isWanted = false;
    };
  }, [isOn, data, augmentation, seed, example]);
  if (!isOn || data === null) return null;
  if (refusal !== null)
    return (
      <p className="inspector-text" role="alert">
        {refusal}
      </p>
    );
  if (!examples || !imageSize(examples.shape)) return null;
  const size = sizeOf(examples.shape);
  const original = examples.values.subarray(0, size);
  return (
    <section className="augmented" aria-label={say("Augmented examples")} data-testid="augmented">
      <div className="augmented-head">
        <p>{say("As it is, then in epochs 1 to {draws}", { draws })}</p>
        <IconButton label={say("Another picture")} onClick={() => setExample(example + 1)}>
          <RefreshCw size={14} aria-hidden />
        </IconButton>
      </div>
      <div className="augmented-pictures">
        {Array.from({ length: examples.values.length / size }, (_, place) => (
          <ImageView
            // biome-ignore lint/suspicious/noArrayIndexKey: a place is the epoch
            key={place}
            name={
              place === 0
                ? say("As it is")
                : say("Epoch {epoch}: {augmentation}", {
                    epoch: place,
                    augmentation: augmentationWords(augmentation),
                  })
            }
            values={examples.values.subarray(place * size, (place + 1) * size)}
            shape={examples.shape}
            room={room}
            like={original}
          />
        ))}
      </div>
    </section>
  );
}
