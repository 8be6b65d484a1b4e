import { LayoutGrid, type LucideIcon, Map as MapIcon, Maximize, Minus, Plus, StickyNote } from "lucide-react";
import { type ReactNode, useSyncExternalStore } from "react";
import { say } from "../../engine/words/say.ts";
import { Toolbar, ToolbarButton } from "../design/toolbar.tsx";
import { onViewMoved, visibleArea } from "../document/visible-area.ts";
import { useSettings } from "../settings.ts";
import { beginNote, runCanvasCommand } from "./canvas-commands.ts";
import { useCanvas } from "./canvas-state.ts";

const shownPercent = () => Math.round(visibleArea().zoom * 100);

/** The floating tools: what is shown on the left, the view on the right. */
export function CanvasTools({ tools, legend }: { readonly tools?: ReactNode; readonly legend?: ReactNode }) {
  const showShapes = useCanvas((state) => state.showShapes);
  const showMap = useCanvas((state) => state.showMap);
  const letterKeys = useSettings((state) => state.letterKeys);
  const percent = useSyncExternalStore(onViewMoved, shownPercent);
  return (
    <div className="canvas-bar">
      <div className="canvas-bar-row">
        <Toolbar className="canvas-tools" label={say("Shown on the network")}>
          <ToolbarButton
            className="canvas-tool"
            aria-pressed={showShapes}
            title={say("Shapes on all connections, or only where they change")}
            onClick={() => useCanvas.setState({ showShapes: !showShapes })}
          >
            {say("Shapes")}
          </ToolbarButton>
          {tools}
        </Toolbar>
        <div className="canvas-legend">{legend}</div>
        <Toolbar className="canvas-tools" label={say("Drawing and view")}>
          <ToolbarButton
            className="canvas-tool"
            aria-label={say("Tidy")}
            title={say("Lay out in reading lines (Ctrl Shift L)")}
            data-testid="tidy"
            onClick={() => runCanvasCommand("tidy")}
          >
            <LayoutGrid size={14} aria-hidden />
            <span className="canvas-tool-words">{say("Tidy")}</span>
          </ToolbarButton>
          <IconTool
            icon={StickyNote}
            name={say("Add a note")}
            testId="add-note"
            onPress={() => beginNote()}
          />
          <IconTool
            icon={MapIcon}
            name={say("Map of the network")}
            testId="show-map"
            pressed={showMap}
            onPress={() => useCanvas.setState({ showMap: !showMap })}
          />
          <IconTool
            icon={Minus}
            name={say("Zoom out")}
            title={say("Zoom out (Ctrl −)")}
            onPress={() => runCanvasCommand("zoom-out")}
          />
          <ToolbarButton
            className="canvas-tool canvas-zoom"
            aria-label={say("Zoom {percent} %, set to 100 %", { percent })}
            title={say("Zoom to 100 % (Ctrl 0)")}
            onClick={() => runCanvasCommand("zoom-100")}
          >
            {percent}%
          </ToolbarButton>
          <IconTool
            icon={Plus}
            name={say("Zoom in")}
            title={say("Zoom in (Ctrl +)")}
            onPress={() => runCanvasCommand("zoom-in")}
          />
          <IconTool
            icon={Maximize}
            name={say("Fit the network into view")}
            title={say(letterKeys ? "Fit (Shift 1)" : "Fit")}
            testId="fit"
            onPress={() => runCanvasCommand("fit")}
          />
        </Toolbar>
      </div>
    </div>
  );
}

interface IconToolProps {
  readonly icon: LucideIcon;
  readonly name: string;
  /** With its keys; the name where there are none. */
  readonly title?: string;
  readonly testId?: string;
  readonly pressed?: boolean;
  readonly onPress: () => void;
}

function IconTool({ icon: Icon, name, title = name, testId, pressed, onPress }: IconToolProps) {
  return (
    <ToolbarButton
      className="canvas-tool"
      aria-label={name}
      aria-pressed={pressed}
      title={title}
      data-testid={testId}
      onClick={onPress}
    >
      <Icon size={14} aria-hidden />
    </ToolbarButton>
  );
}
