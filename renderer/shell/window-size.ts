import { useMedia } from "../design/use-media.ts";

/** Room for what: the inspector as a column, the palette with names, the charts of the dock, an explanation between them. */
export interface Room {
  readonly forInspector: boolean;
  readonly forPalette: boolean;
  readonly forDock: boolean;
  /** For the explanation of a problem beside an inspector that floats, and over an open dock. */
  readonly forExplanation: boolean;
}

export function useRoom(): Room {
  return {
    forInspector: useMedia("(min-width: 1280px)"),
    forPalette: useMedia("(min-width: 1160px)"),
    forDock: useMedia("(min-height: 800px)"),
    forExplanation: useMedia("(min-width: 800px) and (min-height: 500px)"),
  };
}
