import { useEffect, useRef } from "react";
import type { NodeId } from "../../engine/graph/graph.ts";
import { nodeById } from "../../engine/graph/lookup.ts";
import { summarise } from "../../engine/protocol/summary.ts";
import { shapeText } from "../../engine/tensor.ts";
import { say } from "../../engine/words/say.ts";
import { useDocument } from "../document/store.ts";
import { colourMap } from "../views/colour-maps.ts";
import { formatNumber, formatShare, formatValue } from "../views/format.ts";
import { paintBars, paintShares } from "../views/paint-bars.ts";
import { paintNeurons } from "../views/paint-field.ts";
import { imageRange, paintImage } from "../views/paint-image.ts";
import { paintSteps } from "../views/paint-maps.ts";
import { currentTheme, onThemeChange } from "../views/theme.ts";
import { areProbabilities, summaryText } from "../views/values.ts";
import { useCanvasRun } from "./canvas-run.ts";
import styles from "./node-picture.module.css";
import { type NodeView, summaryOfMaps, viewOf } from "./node-pictures.ts";
import { type TrainingStore, useTraining } from "./store.ts";
import { useLiveDrawing } from "./use-live-drawing.ts";

/** Side of one map on a node, and the gap between maps, in CSS pixels. */
const cell = 33;
const gap = 3;
const stripWidth = 4 * cell + 3 * gap;
const endWidth = 88;
/** Names for screen readers change this often at most, in milliseconds. */
const namingPause = 1000;

/** The live picture of one node. React only knows which sort it is; each frame is painted straight on the canvas. */
export function NodePicture({ nodeId }: { readonly nodeId: NodeId }) {
  const kind = useDocument(({ project }) => nodeById(project.graph, nodeId)?.kind);
  const sort = useCanvasRun(({ network, shows }) =>
    network && nodeById(network.graph, nodeId)?.kind === kind ? (shows.get(nodeId) ?? null) : null,
  );
  if (sort === null) return null;
  return (
    <div className={styles.picture} data-show={sort} data-testid={`picture-${nodeId}`}>
      <LiveCanvas nodeId={nodeId} />
      {sort === "probe" ? <ProbeLabel /> : null}
    </div>
  );
}

function LiveCanvas({ nodeId }: { readonly nodeId: NodeId }) {
  const named = useRef(Number.NEGATIVE_INFINITY);
  const draw = (target: HTMLCanvasElement) => {
    const view = currentView(nodeId, useTraining.getState());
    if (!view) return;
    paint(target, view);
    target.hidden = view.show === "probe" && view.probe.shape.length < 3;
    if (performance.now() - named.current < namingPause) return;
    named.current = performance.now();
    target.setAttribute("aria-label", nameOf(view));
  };
  const canvas = useLiveDrawing(nodeId, { part: "pictures", draw });
  useEffect(
    () =>
      onThemeChange(() => {
        const view = currentView(nodeId, useTraining.getState());
        if (canvas.current && view) paint(canvas.current, view);
      }),
    [nodeId, canvas],
  );
  return <canvas ref={canvas} role="img" />;
}

/** The class of the probe, or its coordinates. */
function ProbeLabel() {
  const text = useTraining(({ pictures, card }) => {
    if (!pictures) return "";
    const { label, targets, shape, values } = pictures.probe;
    const name = targets
      ? firstNumbers(targets)
      : label === null
        ? say("Yours")
        : (card?.classNames[label] ?? say("Class {label}", { label }));
    return shape.length === 3 ? name : `${name}\n${firstNumbers(values)}`;
  });
  return <span className={styles.label}>{text}</span>;
}

function currentView(nodeId: NodeId, state: Pick<TrainingStore, "network" | "pictures">): NodeView | null {
  const node = nodeById(useDocument.getState().project.graph, nodeId);
  return viewOf(state.pictures, state.network, node);
}

function paint(canvas: HTMLCanvasElement, view: NodeView): void {
  switch (view.show) {
    case "maps": {
      const { steps, height, width, channels } = view;
      const planes = Array.from(channels, (_, map) => ({
        steps,
        offset: map * height * width,
        height,
        width,
      }));
      paintSteps(canvas, planes, colourMap("deep", currentTheme()), cell, gap);
      break;
    }
    case "vector":
      paintBars(canvas, view.values, stripWidth, cell);
      break;
    case "fields":
      paintNeurons(canvas, view.field.values, view.cells, stripWidth, cell);
      break;
    case "probabilities":
      if (areProbabilities(view.probabilities, view.answer))
        paintShares(canvas, view.probabilities, endWidth, cell);
      else paintBars(canvas, view.probabilities, endWidth, cell);
      break;
    case "probe":
      paintImage(canvas, view.probe.values, view.probe.shape, cell);
      break;
    case "given-back":
      paintImage(canvas, view.values, view.probe.shape, cell, imageRange(view.probe.values));
  }
}

function nameOf(view: NodeView): string {
  switch (view.show) {
    case "maps":
      return say("Maps of channels {channels}, {summary}", {
        channels: Array.from(view.channels, (channel) => channel + 1).join(", "),
        summary: summaryText(summaryOfMaps(view)),
      });
    case "vector":
      return say("{count, plural, one {# value} other {# values}}, {summary}", {
        count: view.values.length,
        summary: summaryText(summarise(view.values)),
      });
    case "fields":
      return say("Fields of {count, plural, one {# neuron} other {# neurons}} over the plane, {summary}", {
        count: view.field.neurons,
        summary: summaryText(summarise(view.field.values)),
      });
    case "probabilities":
      return areProbabilities(view.probabilities, view.answer)
        ? say("Probabilities, highest {share}", {
            share: formatShare(summarise(view.probabilities).maximum, 0),
          }) + lossWords(view.loss)
        : say("Outputs, {summary}", { summary: summaryText(summarise(view.probabilities)) }) +
            lossWords(view.loss);
    case "given-back":
      return say("The probe image as it is given back, {summary}", {
        summary: summaryText(summarise(view.values)),
      });
    case "probe":
      return say("Probe image {shape}, {summary}", {
        shape: shapeText(view.probe.shape),
        summary: summaryText(summarise(view.probe.values)),
      });
  }
}

function lossWords(loss: number | null): string {
  return loss === null ? "" : `, ${say("loss {loss}", { loss: formatValue(loss) })}`;
}

/** As many numbers as a node has room for; of a longer row the first ones, and how many more there are. */
function firstNumbers(values: Float32Array): string {
  const shown = values.length > 4 ? 3 : values.length;
  const words = Array.from(values.subarray(0, shown), (value) => formatNumber(value, 2)).join(", ");
  return shown < values.length
    ? say("{words} and {count, number} more", { words, count: values.length - shown })
    : words;
}
