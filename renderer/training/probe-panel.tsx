import { Shuffle } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import type { Pictures } from "../../engine/protocol.ts";
import { say } from "../../engine/words/say.ts";
import { IconButton } from "../design/button.tsx";
import { useDocument } from "../document/store.ts";
import { formatNumber } from "../views/format.ts";
import { paintImage } from "../views/paint-image.ts";
import { Probabilities, Truth, Verdict } from "../views/probabilities.tsx";
import { onThemeChange } from "../views/theme.ts";
import styles from "./dock.module.css";
import { GivenBack } from "./given-back.tsx";
import { PlaneCanvas } from "./plane-canvas.tsx";
import { SaveAnswers } from "./save-answers.tsx";
import { hasRun } from "./state.ts";
import { chooseProbe, useTraining } from "./store.ts";
import { toggleTry, useTry } from "./trying/try-store.ts";
import { useAskedNames, useTask } from "./use-task.ts";

/** Side of the picture in CSS pixels: three times the 28 of the usual images. */
const imageRoom = 84;
/** Side of the plane: as high as the dock has room for. */
const planeRoom = 112;
const noNames: readonly string[] = [];

/**
 * The example that all pictures are computed on, and what the network takes it for.
 * @param room side of the picture, and of the plane, in CSS pixels
 */
export function ProbePanel({
  room = { image: imageRoom, plane: planeRoom },
}: {
  readonly room?: { readonly image: number; readonly plane: number };
}) {
  const shown = useTraining(({ pictures }) => pictures?.probe.shape.length ?? null);
  const expected = useDocument(({ data }) => data?.inputShape.length ?? 3);
  const isPoint = (shown ?? expected) < 3;
  const hasPictures = useTraining(({ pictures }) => pictures !== null);
  const canChoose = useTraining(({ run }) => hasRun(run));
  const trying = useTry((state) => state.shown);
  const title = say(isPoint ? "Probe point" : "Probe image");
  return (
    <section className={styles.panel} aria-label={title}>
      <header>
        <h3>{title}</h3>
        {hasPictures ? <SaveAnswers title={title} className={styles.tool} /> : null}
        <button
          type="button"
          data-unsaved
          className={styles.tryIt}
          aria-pressed={trying}
          aria-disabled={!canChoose || undefined}
          onClick={() => canChoose && toggleTry()}
        >
          {say("Try it")}
        </button>
        <IconButton
          label={say(isPoint ? "Another point" : "Another image")}
          disabledReason={canChoose ? null : say("Train first")}
          onClick={() => void chooseProbe()}
          className={styles.shuffle ?? ""}
        >
          <Shuffle size={14} aria-hidden />
        </IconButton>
      </header>
      {hasPictures ? (
        <Prediction room={room.image}>
          {isPoint ? (
            <PlaneCanvas name={say("The data set with the probe marked")} room={room.plane} />
          ) : (
            <ProbeImage room={room.image} />
          )}
        </Prediction>
      ) : (
        <p className={styles.empty}>
          {say(
            isPoint
              ? "One point on its way through the network appears here with the first batch."
              : "One image on its way through the network appears here with the first batch.",
          )}
        </p>
      )}
    </section>
  );
}

/** The probe as the network sees it, painted with every new picture. */
export function ProbeImage({ room }: { readonly room: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let drawn: Float32Array | null = null;
    const draw = () => {
      const { pictures, card } = useTraining.getState();
      if (!canvas.current || !pictures) return;
      const { probe } = pictures;
      drawn = probe.values;
      paintImage(canvas.current, probe.values, probe.shape, room);
      canvas.current.setAttribute("aria-label", wordsFor(probe, card?.classNames ?? noNames));
    };
    draw();
    const endPictures = useTraining.subscribe(({ pictures, card }, before) => {
      if ((pictures && pictures.probe.values !== drawn) || card !== before.card) draw();
    });
    const endTheme = onThemeChange(draw);
    return () => {
      endPictures();
      endTheme();
    };
  }, [room]);
  return <canvas ref={canvas} role="img" className={styles.probeImage} />;
}

function wordsFor({ index, label }: Pictures["probe"], classNames: readonly string[]): string {
  if (index === null || label === null) return say("Your picture, as the network sees it");
  const name = classNames[label] ?? say("class {label}", { label });
  return say("Image {index} of the set: {name}", { index: formatNumber(index), name: name.toLowerCase() });
}

function Prediction({ room, children }: { readonly room: number; readonly children: ReactNode }) {
  const probabilities = useTraining(({ pictures }) => pictures?.probabilities ?? null);
  const answer = useTraining(({ pictures }) => pictures?.answer ?? "none");
  const label = useTraining(({ pictures }) => pictures?.probe.label ?? null);
  const targets = useTraining(({ pictures }) => pictures?.probe.targets ?? null);
  const classNames = useAskedNames();
  const task = useTask();
  if (!probabilities) return null;
  if (task === "reconstruction")
    return (
      <div className={styles.probe}>
        <div>
          {children}
          <GivenBack room={room} />
        </div>
      </div>
    );
  return (
    <div className={styles.probe}>
      <div>
        {children}
        <Probabilities probabilities={probabilities} answer={answer} classNames={classNames} />
      </div>
      {targets ? (
        <Truth targets={targets} names={classNames} />
      ) : (
        <Verdict probabilities={probabilities} classNames={classNames} label={label} />
      )}
    </div>
  );
}
