import { create } from "zustand";
import type { DatasetReference } from "../../../engine/data/dataset.ts";
import type { PaintedPoint, PaintedReference } from "../../../engine/data/painted.ts";
import { answerOf, desktopBridge } from "../../desktop.ts";
import type { StepLabel } from "../../document/command.ts";
import { useDocument } from "../../document/store.ts";
import { chooseData } from "../cards.ts";

export type Tool = "paint" | "erase";

interface PainterStore {
  readonly shown: boolean;
  /** What is there to begin with while the project's data are of another kind: the first change makes it the data. */
  readonly begun: PaintedReference;
  /** The points while a stroke is drawn; null between strokes, when the project has them. */
  readonly stroke: readonly PaintedPoint[] | null;
  readonly label: number;
  readonly tool: Tool;
  readonly brush: "point" | "small" | "large";
}

const nothing: PaintedReference = { kind: "painted", classes: 2, points: [] };

/** The painter of points: its tools, and the stroke that is drawn. */
export const usePainter = create<PainterStore>()(() => ({
  shown: false,
  begun: nothing,
  stroke: null,
  label: 0,
  tool: "paint",
  brush: "small",
}));

/** The points that are painted on: the project's, or those to begin with where its data are others. */
export function paintedOf(
  data: DatasetReference | null,
  { begun }: Pick<PainterStore, "begun">,
): PaintedReference {
  return data?.kind === "painted" ? data : begun;
}

/**
 * Opens the painter. For points computed from a seed it begins with these, for other data with an empty plane; the
 * project keeps its data until something is painted, erased or cleared.
 */
export async function openPainter(): Promise<void> {
  const { data } = useDocument.getState().project;
  const begun = data?.kind === "generated" ? await pointsOf(data) : nothing;
  if (useDocument.getState().project.data !== data) return;
  usePainter.setState({ shown: true, begun, stroke: null, label: 0, tool: "paint" });
}

export function closePainter(): void {
  usePainter.setState({ shown: false, stroke: null });
}

/** The stroke has ended: it becomes one step that undo takes back. */
export function keep(words: StepLabel, change: Partial<Pick<PaintedReference, "classes" | "points">>): void {
  usePainter.setState({ stroke: null });
  const before = paintedOf(useDocument.getState().project.data, usePainter.getState());
  if (change.points === before.points && (change.classes ?? before.classes) === before.classes) return;
  chooseData({ ...before, ...change }, words);
}

/**
 * All points that are computed, to begin with; none where they cannot be painted, such as numbers to predict.
 * @throws Error when the app does not answer: the data then stay as they are.
 */
async function pointsOf(data: DatasetReference): Promise<PaintedReference> {
  const answer = await answerOf(desktopBridge().pointsOf({ data }));
  if (!answer.ok) throw new Error(`${answer.trouble.title}. ${answer.trouble.reason}`);
  return answer.value ?? nothing;
}
