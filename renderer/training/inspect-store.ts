import { create } from "zustand";
import type { CellLook, Explanation, LayerLook } from "../../engine/protocol.ts";
import { imageSize, sizeOf } from "../../engine/tensor.ts";
import { answerOf, desktopBridge } from "../desktop.ts";
import { hasRun } from "./state.ts";
import { useTraining } from "./store.ts";

export type MapScale = "own" | "shared";

interface InspectStore {
  /** The chosen layer; null until one is chosen or found. */
  readonly node: string | null;
  readonly look: LayerLook | null;
  /** The map that is shown large, or the unit that is looked into, and the cell that the cursor is on. */
  readonly map: number;
  readonly row: number;
  readonly column: number;
  readonly scale: MapScale;
  /** How the value under the cursor came about; null until the worker has said so. */
  readonly cell: CellLook | null;
  /** The channel of it that is shown number by number, counted from the first that is used. */
  readonly channel: number;
  /** Whether it is shown which cells speak for a class, for which one, and what the worker said. */
  readonly explaining: boolean;
  readonly label: number | null;
  readonly explanation: Explanation | null;
  /** Why there is nothing to see, in words. */
  readonly refusal: string | null;
}

export const useInspect = create<InspectStore>()(() => ({
  node: null,
  look: null,
  map: 0,
  row: 0,
  column: 0,
  scale: "own",
  cell: null,
  channel: 0,
  explaining: false,
  label: null,
  explanation: null,
  refusal: null,
}));

const { getState, setState } = useInspect;

/** One question at a time: the viewer's pace, so that the worker is never asked faster than it is shown. */
let asking = false;
let again = false;

export function chooseLayer(node: string): void {
  if (node !== getState().node) setState({ node, look: null, map: 0, row: 0, column: 0 });
  void refresh();
}

/** Chooses a layer of the same shape; map and cursor stay where they are. */
export function showInstead(node: string): void {
  setState({ node });
  void refresh();
}

/** Asks for the chosen layer with the weights and the probe as they are now. */
async function refresh(): Promise<void> {
  const { node } = getState();
  if (node === null || !hasRun(useTraining.getState().run)) return;
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  const answer = await answerOf(desktopBridge().lookAtLayer({ node }));
  asking = false;
  if (getState().node === node)
    setState(
      answer.ok
        ? { look: answer.value, refusal: null }
        : { look: null, refusal: `${answer.trouble.reason} ${answer.trouble.next}` },
    );
  if (!again) return;
  again = false;
  await refresh();
}

/** Follows the run while the mode is on show: a first layer with kernels is chosen, each new picture asks again. */
export function followRun(): () => void {
  const follow = () => {
    const { pictures } = useTraining.getState();
    const { node } = getState();
    if (!pictures) {
      if (getState().look) setState({ look: null });
      return;
    }
    const nodes = pictures.nodes.filter(({ show }) => show === "maps");
    if (node !== null && pictures.nodes.some((picture) => picture.node === node)) void refresh();
    else {
      // The first is the input itself.
      const first = nodes[1] ?? nodes[0] ?? pictures.fields?.nodes[0] ?? pictures.nodes[0];
      if (first) chooseLayer(first.node);
    }
  };
  follow();
  return useTraining.subscribe((now, before) => {
    if (now.pictures !== before.pictures) follow();
  });
}

/** One question of a kind at a time; when more come meanwhile, the last one is asked after it. */
function atViewersPace(ask: () => Promise<void>): () => Promise<void> {
  let asking = false;
  let again = false;
  return async function refresh(): Promise<void> {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    await ask();
    asking = false;
    if (!again) return;
    again = false;
    await refresh();
  };
}

/** Asks how the value under the cursor came about. */
const refreshCell = atViewersPace(async () => {
  const { look, map, row, column } = getState();
  if (!look) {
    setState({ cell: null });
    return;
  }
  const size = imageSize(look.shape);
  const within = (place: number, length: number) => Math.min(place, length - 1);
  const at = size
    ? [within(map, size.channels), within(row, size.height), within(column, size.width)]
    : [within(map, sizeOf(look.shape))];
  const answer = await answerOf(desktopBridge().lookAtCell({ node: look.node, at }));
  if (getState().look?.node === look.node) setState({ cell: answer.ok ? answer.value : null });
});

/** Asks which cells of the input speak for the class, while that is on show. */
const refreshExplanation = atViewersPace(async () => {
  const { look, label, explaining } = getState();
  if (!look || !explaining) return;
  const answer = await answerOf(desktopBridge().explain({ node: look.node, label }));
  if (getState().label === label) setState({ explanation: answer.ok ? answer.value : null });
});

/** Follows the cursor and the pictures while the mode is on show. */
export function followCursor(): () => void {
  void refreshCell();
  return useInspect.subscribe((now, before) => {
    if (now.node !== before.node) setState({ cell: null, channel: 0 });
    const isElsewhere = now.map !== before.map || now.row !== before.row || now.column !== before.column;
    if (now.look !== before.look || isElsewhere) void refreshCell();
    if (now.look !== before.look || now.label !== before.label || now.explaining !== before.explaining)
      void refreshExplanation();
  });
}
