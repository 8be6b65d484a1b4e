import { Shuffle } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { IconButton } from "../design/button.tsx";
import { useDocument } from "../document/store.ts";
import { formatNumber } from "../views/format.ts";
import { paintImage } from "../views/paint-image.ts";
import { Probabilities, Verdict } from "../views/probabilities.tsx";
import { onThemeChange } from "../views/theme.ts";
import styles from "./dock.module.css";
import { PlaneCanvas } from "./plane-canvas.tsx";
import { hasRun } from "./state.ts";
import { chooseProbe, useTraining } from "./store.ts";

/** Side of the picture in CSS pixels: three times the 28 of the usual images. */
const room = 84;
/** Side of the plane: as high as the dock has room for. */
const planeRoom = 112;
const noNames: readonly string[] = [];

/** The example that all pictures are computed on, and what the network takes it for. */
export function ProbePanel() {
  const shown = useTraining(({ pictures }) => pictures?.probe.shape.length ?? null);
  const expected = useDocument(({ data }) => data?.inputShape.length ?? 3);
  const isPoint = (shown ?? expected) < 3;
  const hasPictures = useTraining(({ pictures }) => pictures !== null);
  const canChoose = useTraining(({ run }) => hasRun(run));
  const thing = isPoint ? "point" : "image";
  return (
    <section className={styles.panel} aria-label={`Probe ${thing}`}>
      <header>
        <h3>Probe {thing}</h3>
        <IconButton
          label={`Another ${thing}`}
          disabledReason={canChoose ? null : "Train first"}
          onClick={() => void chooseProbe()}
          className={styles.shuffle ?? ""}
        >
          <Shuffle size={14} aria-hidden />
        </IconButton>
      </header>
      {hasPictures ? (
        <Prediction>
          {isPoint ? (
            <PlaneCanvas name="The data set with the probe marked" room={planeRoom} />
          ) : (
            <ProbeImage />
          )}
        </Prediction>
      ) : (
        <p className={styles.empty}>
          One {thing} on its way through the network appears here with the first batch.
        </p>
      )}
    </section>
  );
}

function ProbeImage() {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let drawn: Float32Array | null = null;
    const draw = () => {
      const { pictures, card } = useTraining.getState();
      if (!canvas.current || !pictures) return;
      const { probe } = pictures;
      drawn = probe.values;
      paintImage(canvas.current, probe.values, probe.shape, room);
      const name = card?.classNames[probe.label] ?? `class ${probe.label}`;
      canvas.current.setAttribute(
        "aria-label",
        `Image ${formatNumber(probe.index)} of the set: ${name.toLowerCase()}`,
      );
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
  }, []);
  return <canvas ref={canvas} role="img" className={styles.probeImage} />;
}

function Prediction({ children }: { readonly children: ReactNode }) {
  const probabilities = useTraining(({ pictures }) => pictures?.probabilities ?? null);
  const label = useTraining(({ pictures }) => pictures?.probe.label ?? null);
  const classNames = useTraining(({ card }) => card?.classNames ?? noNames);
  if (!probabilities) return null;
  return (
    <div className={styles.probe}>
      <div>
        {children}
        <Probabilities probabilities={probabilities} classNames={classNames} />
      </div>
      <Verdict probabilities={probabilities} classNames={classNames} label={label} />
    </div>
  );
}
