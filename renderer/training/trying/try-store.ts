import { create } from "zustand";
import type { TriedInput } from "../../../engine/protocol.ts";
import { answerOf, desktopBridge } from "../../desktop.ts";
import { hasRun, isWorking } from "../state.ts";
import { useTraining } from "../store.ts";

export type PictureSource = "draw" | "picture" | "camera";

export interface Place {
  readonly x: number;
  readonly y: number;
}

interface TryStore {
  readonly shown: boolean;
  readonly source: PictureSource;
  /** What was drawn, in pixels of the pad: kept while the panel is out of sight. */
  readonly strokes: readonly (readonly Place[])[];
  /** A picture that was dropped elsewhere in the window and waits to be shown. */
  readonly dropped: Blob | null;
  /** Why the last input could not be tried, in words. */
  readonly refusal: string | null;
}

/** "Try it": what the person shows the network in place of the data set's examples. */
export const useTry = create<TryStore>()(() => ({
  shown: false,
  source: "draw",
  strokes: [],
  dropped: null,
  refusal: null,
}));

const { getState, setState } = useTry;

export function toggleTry(): void {
  if (getState().shown) closeTry();
  else setState({ shown: true, refusal: null });
}

/** Back to the data set's own example. */
export function closeTry(): void {
  setState({ shown: false, refusal: null });
  tryInput(null);
}

/** Opens the panel with a picture; false where no trained network looks at pictures. */
export function tryPicture(picture: Blob): boolean {
  const { run, pictures, card } = useTraining.getState();
  if (!hasRun(run) || !pictures || card?.examples.show !== "images") return false;
  setState({ shown: true, source: "picture", dropped: picture, refusal: null });
  return true;
}

/** Another document has other inputs: nothing of what was tried is left for it. */
export function forgetTried(): void {
  const { shown, strokes } = getState();
  if (strokes.length > 0) setState({ strokes: [] });
  if (shown) closeTry();
}

/** What waits to be sent; undefined while nothing does. */
let waiting: TriedInput | null | undefined;
let latest: TriedInput | null = null;
let sending = false;
/** While it trains the pictures change no faster than this, in milliseconds: more would be work for nothing. */
const pace = 100;

/** Shows the network something else. One at a time, and the latest wins. */
export function tryInput(input: TriedInput | null): void {
  waiting = input;
  latest = input;
  if (!sending) void sendAll();
}

async function sendAll(): Promise<void> {
  sending = true;
  while (waiting !== undefined) {
    const input: TriedInput | null = waiting;
    waiting = undefined;
    const answer = await answerOf(desktopBridge().tryInput({ input }));
    setState({
      refusal: answer.ok || input === null ? null : `${answer.trouble.reason} ${answer.trouble.next}`,
    });
    if (isWorking(useTraining.getState().run)) await new Promise((resolve) => setTimeout(resolve, pace));
  }
  sending = false;
}

/** A new run begins with an example of its own: it is shown what is being tried. Returns the function that ends it. */
export function followRuns(): () => void {
  return useTraining.subscribe(({ run }, before) => {
    if (before.run === "loading" && run !== "loading" && run !== "idle" && latest) tryInput(latest);
  });
}
