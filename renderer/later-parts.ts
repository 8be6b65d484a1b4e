import { type ComponentType, useEffect } from "react";
import { create } from "zustand";
import type { Commands } from "./shell/shortcuts.ts";

type Part = ComponentType<{ readonly commands: Commands }>;
interface Parts {
  readonly DocumentScreens: Part;
  readonly AllDialogs: Part;
}

/** What the start screen does without: the screens of a document and all dialogs. It is read behind the first picture. */
const useParts = create<{ readonly parts: Parts | null; readonly failure: unknown }>()(() => ({
  parts: null,
  failure: null,
}));
/** Idle time may fail to come while something moves; in milliseconds. */
const patience = 500;
let isAsked = false;

function read(): void {
  if (isAsked) return;
  isAsked = true;
  import("./document-screens.tsx").then(
    ({ DocumentScreens, AllDialogs }) => useParts.setState({ parts: { DocumentScreens, AllDialogs } }),
    (failure: unknown) => useParts.setState({ failure }),
  );
}

/** Call when the start screen stands: its first picture is not kept waiting. */
export function readLaterPartsWhenIdle(): void {
  requestIdleCallback(read, { timeout: patience });
}

/**
 * Null until they are read.
 * @param areNeeded now: they are not left for idle time.
 * @throws what kept them from being read, so that the window says it.
 */
export function useLaterParts(areNeeded: boolean): Parts | null {
  const { parts, failure } = useParts();
  useEffect(() => {
    if (areNeeded) read();
  }, [areNeeded]);
  if (failure !== null) throw failure;
  return parts;
}
