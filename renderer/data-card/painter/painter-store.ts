import { create } from "zustand";
import { type DatasetReference, datasetReferenceSchema } from "../../../engine/data/dataset.ts";
import {
  mostPaintedClasses,
  type PaintedPoint,
  type PaintedReference,
  paintedExtent,
} from "../../../engine/data/painted.ts";
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

/** What is shown of points that are computed: as many as a card has, in as many classes as can be painted. */
async function pointsOf(data: DatasetReference): Promise<PaintedReference> {
  const answer = await answerOf(desktopBridge().describeData({ data }));
  if (!answer.ok || answer.value.examples.show !== "points" || answer.value.targets) return nothing;
  const { coordinates, labels } = answer.value.examples;
  const classes = answer.value.classNames.length;
  if (classes > mostPaintedClasses) return nothing;
  const points = labels.map((label, index) => [
    within(coordinates[2 * index]),
    within(coordinates[2 * index + 1]),
    label,
  ]);
  const parsed = datasetReferenceSchema.safeParse({ kind: "painted", classes, points });
  return parsed.success && parsed.data.kind === "painted" ? parsed.data : nothing;
}

function within(value = 0): number {
  return Math.round(Math.max(-paintedExtent, Math.min(paintedExtent, value)) * 100) / 100;
}
