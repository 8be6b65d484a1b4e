import { type FitViewOptions, type ReactFlowInstance, useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect } from "react";
import { moveLayers } from "../document/actions.ts";
import { useDocument } from "../document/store.ts";
import { readingLines } from "./layout.ts";
import { sizeForLayout } from "./sizes.ts";

export type CanvasCommand = "tidy" | "zoom-in" | "zoom-out" | "zoom-100" | "fit" | "fit-selection";

type Run = (command: CanvasCommand) => void;
let mounted: Run | null = null;

/** Carries out a command of the menu or a button; without a canvas in the window there is nothing to do. */
export function runCanvasCommand(command: CanvasCommand): void {
  mounted?.(command);
}

/** Lets `runCanvasCommand` reach this canvas while it is mounted. */
export function useCanvasCommands(): void {
  const flow = useReactFlow();
  const store = useStoreApi();
  useEffect(() => {
    const run: Run = (command) => {
      commands[command](flow, store.getState().width);
    };
    mounted = run;
    return () => {
      if (mounted === run) mounted = null;
    };
  }, [flow, store]);
}

const commands: Readonly<Record<CanvasCommand, (flow: ReactFlowInstance, width: number) => void>> = {
  tidy(flow, width) {
    const { graph } = useDocument.getState().project;
    moveLayers(readingLines(graph, sizeForLayout, width), { label: "tidy" });
    requestAnimationFrame(() => void flow.fitView(fitOptions()));
  },
  "zoom-in": (flow) => void flow.zoomIn({ duration: duration(90) }),
  "zoom-out": (flow) => void flow.zoomOut({ duration: duration(90) }),
  "zoom-100": (flow) => void flow.zoomTo(1, { duration: duration(160) }),
  fit: (flow) => void flow.fitView(fitOptions()),
  "fit-selection": (flow) => {
    const { nodes } = useDocument.getState().selection;
    void flow.fitView({
      ...fitOptions(),
      ...(nodes.length > 0 ? { nodes: nodes.map((id) => ({ id })) } : {}),
    });
  },
};

/** Room for the floating tools above; never enlarged, because text at 100 % is the size it was drawn for. */
export function fitOptions(): FitViewOptions {
  return {
    padding: { top: "60px", right: "46px", bottom: "24px", left: "22px" },
    maxZoom: 1,
    duration: duration(260),
  };
}

function duration(milliseconds: number): number {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : milliseconds;
}
