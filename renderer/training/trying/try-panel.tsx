import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { phrase, say, translate } from "../../../engine/words/say.ts";
import { IconButton } from "../../design/button.tsx";
import { Segmented } from "../../design/segmented.tsx";
import { useMedia } from "../../design/use-media.ts";
import { Probabilities } from "../../views/probabilities.tsx";
import { GivenBack } from "../given-back.tsx";
import { ProbeImage } from "../probe-panel.tsx";
import { SaveAnswers } from "../save-answers.tsx";
import { hasRun } from "../state.ts";
import { useTraining } from "../store.ts";
import { useAskedNames, useTask } from "../use-task.ts";
import { CameraSource } from "./camera-source.tsx";
import { DrawingPad } from "./drawing-pad.tsx";
import { FeatureSliders } from "./feature-sliders.tsx";
import { PictureFile } from "./picture-file.tsx";
import { PointOnAxis } from "./point-on-axis.tsx";
import { PointOnPlane } from "./point-on-plane.tsx";
import styles from "./try.module.css";
import { closeTry, followRuns, type PictureSource, useTry } from "./try-store.ts";

/** Side of the picture beside the answer: four times the 20 or three times the 28 of the usual images. */
const seenRoom = 84;
/** The same where the window is low, as in its styles. */
const lowSeenRoom = 56;

/** "Try it": something of one's own on its way through the network, in the inspector's place. */
export function TryPanel() {
  useEffect(followRuns, []);
  const panel = useRef<HTMLElement>(null);
  // Keys go on in it, wherever it was asked for.
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);
  const canTry = useTraining(({ run, pictures }) => hasRun(run) && pictures !== null);
  const refusal = useTry((state) => state.refusal);
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      className={styles.panel}
      aria-label={say("Try it")}
      data-region="inspector"
      data-testid="try-it"
    >
      <header>
        <h2>{say("Try it")}</h2>
        <IconButton label={say("Close, back to the data set")} onClick={closeTry}>
          <X size={16} aria-hidden />
        </IconButton>
      </header>
      {canTry ? (
        <>
          <Source />
          {refusal ? (
            <p className={styles.refusal} role="alert">
              {refusal}
            </p>
          ) : null}
          <Answer />
        </>
      ) : (
        <p className={styles.words}>
          {say("Train at least one batch: an untrained network has nothing to answer.")}
        </p>
      )}
    </aside>
  );
}

function Source() {
  const show = useTraining(({ card }) => card?.examples.show ?? null);
  const isCurve = useTraining(({ pictures }) => pictures?.curve != null);
  if (show === "images") return <PictureSources />;
  if (show === "table") return <FeatureSliders />;
  if (show !== "points") return null;
  return isCurve ? <PointOnAxis /> : <PointOnPlane />;
}

function PictureSources() {
  const source = useTry((state) => state.source);
  return (
    <div className={styles.source}>
      <Segmented
        label={say("Where the picture comes from")}
        value={source}
        options={[
          { value: "draw", label: say("Draw") },
          { value: "picture", label: say("Picture") },
          { value: "camera", label: say("Camera") },
        ]}
        onChange={(chosen: PictureSource) => useTry.setState({ source: chosen })}
      />
      {source === "draw" ? <DrawingPad /> : source === "picture" ? <PictureFile /> : <CameraSource />}
    </div>
  );
}

/** What stands in the answer's place while the network has been shown nothing. */
const untilTried: Readonly<Record<PictureSource, string>> = {
  draw: phrase("Draw something, and the network's answer appears here."),
  picture: phrase("The network's answer appears here as soon as there is a picture."),
  camera: phrase("The network's answer appears here as soon as the camera is on."),
};

/** More classes than this scroll. */
const mostClasses = 20;

function Answer() {
  const probabilities = useTraining(({ pictures }) => pictures?.probabilities ?? null);
  const answer = useTraining(({ pictures }) => pictures?.answer ?? "none");
  const classNames = useAskedNames();
  const task = useTask();
  const isImage = useTraining(({ pictures }) => pictures?.probe.shape.length === 3);
  const isTried = useTraining(({ pictures }) => pictures?.probe.index === null);
  const source = useTry((state) => state.source);
  const room = useMedia("(max-height: 799px)") ? lowSeenRoom : seenRoom;
  if (!probabilities) return null;
  if (isImage && !isTried) return <p className={styles.words}>{translate(untilTried[source])}</p>;
  return (
    <section className={styles.answer} aria-label={say("What the network answers")}>
      <header>
        <h3>{say("What the network answers")}</h3>
        <SaveAnswers title={say("Answer")} />
      </header>
      {isImage ? (
        <div className={styles.seen}>
          <ProbeImage room={room} />
          <p>{say("What the network sees: your picture, brought to the form of the data set's own.")}</p>
        </div>
      ) : null}
      {task === "reconstruction" ? (
        <GivenBack room={room} />
      ) : (
        <Probabilities
          probabilities={probabilities}
          answer={answer}
          classNames={classNames}
          most={mostClasses}
          inOrder
        />
      )}
    </section>
  );
}
