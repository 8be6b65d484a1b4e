import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { NumberCounts } from "../../../engine/protocol.ts";
import { say, translate } from "../../../engine/words/say.ts";
import { Segmented } from "../../design/segmented.tsx";
import { SelectField } from "../../design/select-field.tsx";
import { useCanvasDrawing } from "../../views/canvas-drawing.ts";
import { colourMap } from "../../views/colour-maps.ts";
import { formatShare, formatValue } from "../../views/format.ts";
import { cssOf, paintDistribution } from "../../views/paint-distribution.ts";
import { currentTheme, palette } from "../../views/theme.ts";
import { Legend } from "../map-grid.tsx";
import { SaveMenu } from "../save-menu.tsx";
import { useTraining } from "../store.ts";
import { ActivityLine } from "./activity-line.tsx";
import { BinReader } from "./bin-reader.tsx";
import { type BinScale, type CommonBins, countsTable, inCommonBins, placeOf } from "./common-bins.ts";
import { useDistributionView } from "./distribution-view.ts";
import styles from "./distributions.module.css";
import { followActivity, followWeights, useLooks } from "./looks-store.ts";

/** Under the maps: how the chosen layer's weights and gradients lie, now and over the last looks, and what it gives. */
export function Distributions({ node }: { readonly node: string }) {
  useEffect(followWeights, []);
  useEffect(followActivity, []);
  const refusal = useLooks((state) => state.refusal);
  const looks = useLooks((state) => state.weights);
  const { tensor, scale } = useDistributionView();
  const pane = useRef<HTMLElement>(null);
  const width = useHalfOf(pane);
  const names = useMemo(
    () => looks.at(-1)?.tensors.flatMap((each) => (each.node === node ? [each.name] : [])) ?? [],
    [looks, node],
  );
  const chosen = names.find((name) => name === tensor) ?? names[0];
  const moments = useMemo(
    () =>
      looks.flatMap(({ step, tensors }) => {
        const found = tensors.find((each) => each.node === node && each.name === chosen);
        return found ? [{ step, ...found }] : [];
      }),
    [looks, node, chosen],
  );
  return (
    <section
      ref={pane}
      className={styles.pane}
      aria-label={say("Numbers of the layer")}
      data-testid="distributions"
    >
      <ActivityLine node={node} />
      {refusal ? <p className={styles.caption}>{refusal}</p> : null}
      {moments.length > 0 && chosen !== undefined ? (
        <>
          <header>
            {names.length > 1 ? (
              <SelectField
                label={say("Which weights")}
                value={chosen}
                options={names.map((name) => ({ value: name, label: titleOf(name) }))}
                onChange={(name) => useDistributionView.setState({ tensor: name })}
              />
            ) : null}
            <Segmented
              label={say("Scale of the values")}
              value={scale}
              options={[
                { value: "linear", label: say("Linear") },
                { value: "log", label: say("Log") },
              ]}
              onChange={(value: BinScale) => useDistributionView.setState({ scale: value })}
            />
            <SaveMenu
              title={say("{title} and gradients", { title: titleOf(chosen) })}
              saved={{
                png: "section",
                csv: () =>
                  countsTable(
                    [
                      { what: chosen, moments: moments.map(({ weights }) => weights) },
                      { what: "gradient", moments: moments.flatMap(({ gradients }) => gradients ?? []) },
                    ],
                    moments.map(({ step }) => step),
                    scale,
                  ),
              }}
            />
            <OverTime steps={moments.map(({ step }) => step)} />
          </header>
          <div className={styles.pair}>
            <Counts
              title={titleOf(chosen)}
              ink="weights"
              moments={moments.map(({ step, weights }) => ({ step, counts: weights }))}
              scale={scale}
              width={width}
            />
            <Counts
              title={width > 240 ? say("Gradients, last batch") : say("Gradients")}
              ink="gradients"
              moments={moments.flatMap(({ step, gradients }) =>
                gradients ? [{ step, counts: gradients }] : [],
              )}
              scale={scale}
              width={width}
            />
          </div>
        </>
      ) : looks.length > 0 ? (
        <p className={styles.caption}>{say("This layer has no weights.")}</p>
      ) : null}
    </section>
  );
}

/** As a layer calls its tensors, in words. */
function titleOf(name: string): string {
  const words = name.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return title === "Weight" ? say("Weights") : translate(title);
}

function OverTime({ steps }: { readonly steps: readonly number[] }) {
  const run = useTraining((state) => state.run);
  const [first = 0, last = 0] = [steps[0], steps.at(-1)];
  if (steps.length < 2 && last === 0)
    return (
      <span className={styles.caption}>
        {say("As it stands before any update here. While it trains, the last looks pile up below.")}
      </span>
    );
  if (steps.length < 2)
    return (
      <span className={styles.caption}>
        {run === "finished"
          ? say(
              "One look, after {count, plural, one {# update} other {# updates}}. While it trains, the last looks pile up below.",
              { count: last },
            )
          : say(
              "As it stands after {count, plural, one {# update} other {# updates}}. While it trains, the last looks pile up below.",
              { count: last },
            )}
      </span>
    );
  return (
    <span className={styles.caption}>
      {say("{count, number} looks, newest on top: {first, number} to {last, number} updates", {
        count: steps.length,
        first,
        last,
      })}
    </span>
  );
}

/** Widths of a drawing, the gap between two, and heights of the parts, in CSS pixels. */
const [widest, narrowest, between, sides] = [288, 160, 20, 32];
const heights = { bars: 66, strip: 2 } as const;
const mostBins = 64;

/** The width that lets two drawings stand side by side. */
function useHalfOf(frame: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState<number>(widest);
  useLayoutEffect(() => {
    const box = frame.current;
    if (!box) return;
    const measure = () =>
      setWidth(Math.max(narrowest, Math.min(widest, Math.floor((box.clientWidth - sides - between) / 2))));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [frame]);
  return width;
}

function Counts(props: {
  readonly title: string;
  readonly ink: "weights" | "gradients";
  readonly moments: readonly { readonly step: number; readonly counts: NumberCounts }[];
  readonly scale: BinScale;
  readonly width: number;
}) {
  const { title, ink, moments, scale, width } = props;
  const bins = useMemo(
    () =>
      inCommonBins(
        moments.map(({ counts }) => counts),
        scale,
        mostBins,
      ),
    [moments, scale],
  );
  const newest = moments.at(-1)?.counts;
  if (!newest)
    return (
      <figure className={styles.counts} style={{ width }}>
        <figcaption data-ink={ink}>{title}</figcaption>
        <p className={styles.caption}>
          {say("None yet: they come with the first batch, and only where a layer learns.")}
        </p>
      </figure>
    );
  return (
    <figure className={styles.counts} style={{ width }}>
      <figcaption data-ink={ink}>
        {title}
        <span>{say("{count, plural, one {# value} other {# values}}", { count: newest.count })}</span>
      </figcaption>
      <BinReader
        bins={bins}
        steps={moments.map(({ step }) => step)}
        room={{ ...heights, width }}
        words={say("{title}: {counts}. Arrow keys read the bars.", { title, counts: countsWords(newest) })}
        axis={<Axis bins={bins} width={width} />}
        caption={
          <>
            {spreadWords(newest)}. {say("Point at a bar to read it.")}
          </>
        }
      >
        <Drawing bins={bins} ink={ink} width={width} />
      </BinReader>
      {moments.length > 1 ? (
        <Legend colours={ink === "weights" ? "deep" : "ember"} words={say("few to many")} />
      ) : null}
    </figure>
  );
}

function countsWords({ minimum, maximum, mean, deviation }: NumberCounts): string {
  return say("minimum {minimum}, mean {mean}, maximum {maximum}, standard deviation {deviation}", {
    minimum: formatValue(minimum),
    mean: formatValue(mean),
    maximum: formatValue(maximum),
    deviation: formatValue(deviation),
  });
}

function Drawing({
  bins,
  ink,
  width,
}: {
  readonly bins: CommonBins;
  readonly ink: "weights" | "gradients";
  readonly width: number;
}) {
  const canvas = useCanvasDrawing((target) => {
    const sign = colourMap("sign", currentTheme());
    const count = bins.edges.length - 1;
    const { "bwd-2": backward } = palette();
    // A weight's bar has the colour that the weight has in the kernels; the palest ones keep some of it.
    const signed = (bin: number) => {
      const place = (bin + 0.5) / count - 0.5;
      const strength = 0.3 + 0.7 * Math.min(1, 2 * Math.abs(place));
      return cssOf(sign[Math.round((0.5 + (Math.sign(place) * strength) / 2) * (sign.length - 1))] ?? 0);
    };
    paintDistribution(
      target,
      bins.rows,
      ink === "weights" ? signed : () => backward,
      colourMap(ink === "weights" ? "deep" : "ember", currentTheme()),
      { ...heights, width },
    );
  });
  return <canvas ref={canvas} aria-hidden />;
}

/** Values under the bars: both ends and zero, or powers of ten on either side. */
function Axis({ bins, width }: { readonly bins: CommonBins; readonly width: number }) {
  const [low, high] = [bins.edges[0] ?? 0, bins.edges.at(-1) ?? 0];
  const halves = width > 240 ? [low / 2, high / 2] : [];
  const ticks = bins.scale === "log" ? [-10, -1e-3, 0, 1e-3, 10] : [low, 0, high, ...halves];
  return (
    <div className={styles.axis} style={{ width }} aria-hidden>
      {ticks.map((tick) => (
        <span
          key={tick}
          style={{
            left: `${100 * placeOf(tick, bins)}%`,
            translate: tick === low ? "0" : tick === high ? "-100%" : "-50%",
          }}
        >
          {formatValue(tick)}
        </span>
      ))}
    </div>
  );
}

/** `−0.3 to 0.4, mean 0.01, deviation 0.12, 3.1 % exactly 0`. */
function spreadWords({ minimum, maximum, mean, deviation, zeros, notFinite, count }: NumberCounts): string {
  return [
    say("{minimum} to {maximum}, mean {mean}, deviation {deviation}", {
      minimum: formatValue(minimum),
      maximum: formatValue(maximum),
      mean: formatValue(mean),
      deviation: formatValue(deviation),
    }),
    ...(zeros > 0 ? [say("{share} exactly 0", { share: formatShare(zeros / count) })] : []),
    ...(notFinite > 0 ? [say("{count, number} not finite", { count: notFinite })] : []),
  ].join(", ");
}
