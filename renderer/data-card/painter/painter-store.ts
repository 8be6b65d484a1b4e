import { create } from "zustand";
import type { DatasetReference } from "../../../engine/data/dataset.ts";
import type { PaintedPoint, PaintedReference } from "../../../engine/data/painted.ts";
import { answerOf, desktopBridge } from "../../desktop.ts";
import { useDocument } from "../../document/store.ts";
import { chooseData } from "../cards.ts";

export type Tool = "paint" | "erase";

interface PainterStore {
  readonly shown: boolean;
  /** The points while a stroke is drawn; null between strokes, when the project has them. */
  readonly stroke: readonly PaintedPoint[] | null;
  readonly label: number;
  readonly tool: Tool;
  readonly brush: "point" | "small" | "large";
}

/** The painter of points: its tools, and the stroke that is drawn. */
export const usePainter = create<PainterStore>()(() => ({
  shown: false,
  stroke: null,
  label: 0,
  tool: "paint",
  brush: "small",
}));

const nothing: PaintedReference = { kind: "painted", classes: 2, points: [] };

/** The points of the project; none where its data are others. */
export function paintedOf(data: DatasetReference | null): PaintedReference {
  return data?.kind === "painted" ? data : nothing;
}

/**
 * Opens the painter. Data of another kind are left: for points computed from a seed, beginning with these; else for an
 * empty plane.
 */
export async function openPainter(): Promise<void> {
  const { data } = useDocument.getState().project;
  if (data?.kind !== "painted") {
    const begun = data?.kind === "generated" ? await pointsOf(data) : nothing;
    if (useDocument.getState().project.data !== data) return;
    chooseData(begun, `paint ${begun.points.length === 0 ? "points" : `${begun.points.length} points`}`);
  }
  usePainter.setState({ shown: true, stroke: null, label: 0, tool: "paint" });
}

export function closePainter(): void {
  usePainter.setState({ shown: false, stroke: null });
}

/** The stroke has ended: it becomes one step that undo takes back. */
export function keep(words: string, change: Partial<Pick<PaintedReference, "classes" | "points">>): void {
  usePainter.setState({ stroke: null });
  const before = paintedOf(useDocument.getState().project.data);
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
