import { type ReactNode, useEffect, useRef, useState } from "react";
import { takesText } from "../document/shortcuts.ts";
import { select, useDocument } from "../document/store.ts";
import { DockFrame } from "./dock-frame.tsx";
import { useShell } from "./store.ts";
import { useRoom } from "./window-size.ts";

export interface WorkbenchProps {
  readonly palette: ReactNode;
  /** Null while it is closed. */
  readonly outline: ReactNode;
  readonly canvas: ReactNode;
  readonly dock: ReactNode;
  readonly inspector: ReactNode;
}

/** Palette, outline, canvas over dock, inspector; in the page they follow in the order of reading. What the window has no room for collapses or floats. */
export function Workbench({ palette, outline, canvas, dock, inspector }: WorkbenchProps) {
  const panels = usePanels();
  return (
    <main className="workbench">
      {palette}
      {outline}
      <div className="workbench-canvas">{canvas}</div>
      {panels.inspectorShown ? (
        <div className={`workbench-inspector ${panels.inspectorFloats ? "is-floating" : ""}`}>
          {inspector}
        </div>
      ) : null}
      <DockFrame collapsed={panels.dockCollapsed}>{dock}</DockFrame>
      {panels.inspectorFloats && panels.inspectorShown ? <EscapeCloses /> : null}
    </main>
  );
}

export interface Panels {
  readonly paletteCollapsed: boolean;
  readonly dockCollapsed: boolean;
  readonly inspectorShown: boolean;
  readonly inspectorFloats: boolean;
}

/** Which panels are open: the person's choice, else what the window has room for. */
export function usePanels(): Panels {
  const room = useRoom();
  const palette = useShell((state) => state.palette);
  const inspector = useShell((state) => state.inspector);
  const dock = useShell((state) => state.dock);
  const chosen = useDocument((state) => state.selection.nodes.length > 0);
  const explained = useDocument((state) => state.shownProblem !== null);
  // With large text in a small window: what is wrong is read first, and the panels come back once it is closed.
  const givesWay = explained && !room.forExplanation;
  return {
    paletteCollapsed: !(palette ?? room.forPalette),
    dockCollapsed: givesWay || !(dock ?? room.forDock),
    inspectorShown: !givesWay && (inspector ?? (room.forInspector || chosen)),
    inspectorFloats: !room.forInspector,
  };
}

/** A change of the window's room brings back what fits: old choices were made for another size. */
export function useFreshChoices(): void {
  const room = useRoom();
  const key = `${room.forInspector} ${room.forPalette} ${room.forDock}`;
  const [before, setBefore] = useState(key);
  useEffect(() => {
    if (key === before) return;
    setBefore(key);
    useShell.setState({ palette: null, inspector: null, dock: null });
  }, [key, before]);
  // A floating inspector that was closed opens again with the next selection.
  const selection = useDocument((state) => state.selection.nodes);
  const last = useRef(selection);
  useEffect(() => {
    if (last.current === selection) return;
    last.current = selection;
    if (!room.forInspector) useShell.setState({ inspector: null });
  }, [selection, room.forInspector]);
}

function EscapeCloses() {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || takesText(event.target)) return;
      useShell.setState({ inspector: false });
      select([]);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
  return null;
}
