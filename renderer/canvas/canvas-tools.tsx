import { useStore } from "@xyflow/react";
import { LayoutGrid, Map as MapIcon, Maximize, Minus, Plus, StickyNote } from "lucide-react";
import type { ReactNode } from "react";
import { say } from "../../engine/words/say.ts";
import { useSettings } from "../settings.ts";
import { beginNote, runCanvasCommand } from "./canvas-commands.ts";
import { useCanvas } from "./canvas-state.ts";

/** The floating tools: what is shown on the left, the view on the right. */
export function CanvasTools({ tools, legend }: { readonly tools?: ReactNode; readonly legend?: ReactNode }) {
  const showShapes = useCanvas((state) => state.showShapes);
  const showMap = useCanvas((state) => state.showMap);
  const letterKeys = useSettings((state) => state.letterKeys);
  const zoom = useStore((state) => state.transform[2]);
  return (
    <div className="canvas-bar">
      <div className="canvas-tools" role="toolbar" aria-label={say("Shown on the network")}>
        <button
          type="button"
          className="canvas-tool"
          aria-pressed={showShapes}
          title={say("Shapes on all connections, or only where they change")}
          onClick={() => useCanvas.setState({ showShapes: !showShapes })}
        >
          {say("Shapes")}
        </button>
        {tools}
      </div>
      <div className="canvas-legend">{legend}</div>
      <div className="canvas-tools" role="toolbar" aria-label={say("Drawing and view")}>
        <button
          type="button"
          className="canvas-tool"
          title={say("Lay out in reading lines (Ctrl Shift L)")}
          data-testid="tidy"
          onClick={() => runCanvasCommand("tidy")}
        >
          <LayoutGrid size={14} aria-hidden />
          {say("Tidy")}
        </button>
        <button
          type="button"
          className="canvas-tool"
          aria-label={say("Add a note")}
          title={say("Add a note")}
          data-testid="add-note"
          onClick={() => beginNote()}
        >
          <StickyNote size={14} aria-hidden />
        </button>
        <button
          type="button"
          className="canvas-tool"
          aria-label={say("Map of the network")}
          aria-pressed={showMap}
          title={say("Map of the network")}
          data-testid="show-map"
          onClick={() => useCanvas.setState({ showMap: !showMap })}
        >
          <MapIcon size={14} aria-hidden />
        </button>
        <button
          type="button"
          className="canvas-tool"
          aria-label={say("Zoom out")}
          title={say("Zoom out (Ctrl −)")}
          onClick={() => runCanvasCommand("zoom-out")}
        >
          <Minus size={14} aria-hidden />
        </button>
        <button
          type="button"
          className="canvas-tool canvas-zoom"
          aria-label={say("Zoom {percent} %, set to 100 %", { percent: Math.round(zoom * 100) })}
          title={say("Zoom to 100 % (Ctrl 0)")}
          onClick={() => runCanvasCommand("zoom-100")}
        >
          {Math.round(zoom * 100)}%
        </button>
        <button
          type="button"
          className="canvas-tool"
          aria-label={say("Zoom in")}
          title={say("Zoom in (Ctrl +)")}
          onClick={() => runCanvasCommand("zoom-in")}
        >
          <Plus size={14} aria-hidden />
        </button>
        <button
          type="button"
          className="canvas-tool"
          aria-label={say("Fit the network into view")}
          title={say(letterKeys ? "Fit (Shift 1)" : "Fit")}
          data-testid="fit"
          onClick={() => runCanvasCommand("fit")}
        >
          <Maximize size={14} aria-hidden />
        </button>
      </div>
    </div>
  );
}
