import { create } from "zustand";
import { lookShares } from "../../engine/inspect/look-pace.ts";
import type { CellLook, Explanation, LayerLook } from "../../engine/protocol.ts";
import { answerOf, desktopBridge } from "../desktop.ts";
import { pacedQuestion } from "./paced-question.ts";
import { hasRun, isResting } from "./state.ts";
import { useTraining } from "./store.ts";

export type MapScale = "own" | "shared";

/** A place of a map. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

interface InspectStore {
  /** The chosen layer; null until one is chosen or found. */
  readonly node: string | null;
  readonly look: LayerLook | null;
  /** The map that is shown large, or the unit that is looked into, and the cell that the cursor is on. */
  readonly map: number;
  readonly row: number;
  readonly column: number;
  /** What the pointer is on while it is over the map: the cursor follows it, and goes back where it does not click. */
  readonly pointed: Place | null;
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
  pointed: null,
  scale: "own",
  cell: null,
  channel: 0,
  explaining: false,
  label: null,
  explanation: null,
  refusal: null,
}));

const { getState, setState } = useInspect;

export function chooseLayer(node: string): void {
  if (node !== getState().node) setState({ node, look: null, map: 0, pointed: null, ...middleOf(node) });
  refreshLayer.atOnce();
}

/** Where the cursor is: under the pointer while that is over the map, else where it was put. */
export function cursorOf({ pointed, row, column }: Pick<InspectStore, "pointed" | "row" | "column">): Place {
  return pointed ?? { row, column };
}

/** Puts the cursor somewhere. */
export function putCursor({ row, column }: Place): void {
  setState({ row, column, pointed: null });
}

/** Where the cursor begins: in the middle, where pictures have more to tell than in their corners. */
function middleOf(node: string): Place {
  const picture = useTraining.getState().pictures?.nodes.find((each) => each.node === node);
  return picture?.show === "maps"
    ? { row: Math.floor(picture.height / 2), column: Math.floor(picture.width / 2) }
    : { row: 0, column: 0 };
}

/** Chooses a layer of the same shape; map and cursor stay where they are. */
export function showInstead(node: string): void {
  setState({ node });
  refreshLayer.atOnce();
}

/** Asks for the chosen layer, and the value under the cursor, with the weights and the probe as they are now. */
const refreshLayer = pacedQuestion(lookShares.layer, async () => {
  const { node, map } = getState();
  const { row, column } = cursorOf(getState());
  if (node === null || !hasRun(useTraining.getState().run)) return 0;
  const answer = await answerOf(desktopBridge().lookAtLayer({ node, cursor: { map, row, column } }));
  const now = getState();
  if (now.node === node) {
    // A cursor that moved meanwhile has asked for its own.
    const place = cursorOf(now);
    const isHere = now.map === map && place.row === row && place.column === column;
    setState(
      answer.ok
        ? { look: answer.value.look, refusal: null, ...(isHere ? { cell: answer.value.cell } : {}) }
        : { look: null, refusal: `${answer.trouble.reason} ${answer.trouble.next}` },
    );
  }
  return answer.ok ? answer.value.seconds : 0;
});

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
    if (node !== null && pictures.nodes.some((picture) => picture.node === node)) refreshLayer();
    else {
      // The first is the input itself.
      const first = nodes[1] ?? nodes[0] ?? pictures.fields?.nodes[0] ?? pictures.nodes[0];
      if (first) chooseLayer(first.node);
    }
  };
  follow();
  return useTraining.subscribe((now, before) => {
    // A run that comes to rest is asked once more without a wait.
    const rests = now.run !== before.run && isResting(now.run);
    if (now.pictures !== before.pictures || rests) follow();
  });
}

/** Asks how the value under the cursor came about; a few steps of it are answered at once, while it trains too. */
const refreshCell = pacedQuestion(
  lookShares.cell,
  async () => {
    const { look, map } = getState();
    if (!look) return 0;
    const answer = await answerOf(
      desktopBridge().lookAtCell({ node: look.node, cursor: { map, ...cursorOf(getState()) } }),
    );
    if (getState().look?.node === look.node) setState({ cell: answer.ok ? answer.value.cell : null });
    return answer.ok ? answer.value.seconds : 0;
  },
  { saved: 1 },
);

/** Asks which cells of the input speak for the class, while that is on show. */
const refreshExplanation = pacedQuestion(lookShares.explanation, async () => {
  const { look, label, explaining } = getState();
  if (!look || !explaining) return 0;
  const answer = await answerOf(desktopBridge().explain({ node: look.node, label }));
  if (getState().label === label) setState({ explanation: answer.ok ? answer.value : null });
  return answer.ok ? answer.value.seconds : 0;
});

/** Follows the cursor and what is chosen while the mode is on show. */
export function followCursor(): () => void {
  return useInspect.subscribe((now, before) => {
    if (now.node !== before.node) setState({ cell: null, channel: 0 });
    const [place, last] = [cursorOf(now), cursorOf(before)];
    if (now.map !== before.map || place.row !== last.row || place.column !== last.column) refreshCell();
    if (now.label !== before.label || now.explaining !== before.explaining) refreshExplanation.atOnce();
    else if (now.look !== before.look) refreshExplanation();
  });
}
