import { notesOf } from "../engine/graph/note.ts";
import { say } from "../engine/words/say.ts";
import {
  arrangeSelection,
  beginNote,
  type CanvasCommand,
  runCanvasCommand,
} from "./canvas/canvas-commands.ts";
import { closeOutline, openOutline, openSearch, useCanvas } from "./canvas/canvas-state.ts";
import { focusCanvas, focusPlaced } from "./canvas/focus.ts";
import { beginConnection } from "./canvas/keyboard-connection.ts";
import { refuse } from "./canvas/refuse.ts";
import { importData } from "./data-card/file-import.ts";
import { openPainter } from "./data-card/painter/painter-store.ts";
import { openDataPanel } from "./data-card/panel/panel-store.ts";
import { deleteSelection, duplicateSelection } from "./document/actions.ts";
import { type Arrangement, arrangements } from "./document/arrange.ts";
import { groupSelection, toggleSelectedGroups, ungroupSelection } from "./document/group-actions.ts";
import { selectedGroup } from "./document/groups.ts";
import { pointedPlace } from "./document/pointed.ts";
import { disconnectSelection, toggleFrozen } from "./document/selection-actions.ts";
import { takesText } from "./document/shortcuts.ts";
import { redo, selectAll, showProblem, undo, useDocument } from "./document/store.ts";
import { openField } from "./open-field.ts";
import { openModel } from "./open-model.ts";
import { inReadingOrder } from "./problems/problem-list.tsx";
import {
  commitTyping,
  exportModel,
  newProject,
  openProject,
  saveProject,
  showDocument,
} from "./shell/files.ts";
import { regionNamed } from "./shell/regions.ts";
import type { Commands } from "./shell/shortcuts.ts";
import { announce, useShell } from "./shell/store.ts";
import type { Panels } from "./shell/workbench.tsx";
import { openHiddenSpace } from "./training/hidden-space/hidden-space-store.ts";
import { chooseLayer } from "./training/inspect-store.ts";
import { openJudgement } from "./training/judgement-store.ts";
import { openKeptRuns } from "./training/kept-runs/kept-runs-store.ts";
import { step, trainOrPause, useTraining } from "./training/store.ts";
import { toggleTry } from "./training/trying/try-store.ts";
import { currentOffer } from "./training/use-offer.ts";

/** What menus and keys do, whichever of them asked. `panels` tells what is open now, so that it can be toggled. */
export function windowCommands(panels: () => Panels): Commands {
  return {
    new: () => void newProject(),
    open: () => void openProject(),
    save: onDocument(() => void saveProject()),
    "save-as": onDocument(() => void saveProject(true)),
    "import-model": () => void openModel(),
    "import-data": () => importInto("file"),
    "import-folder": () => importInto("folder"),
    "export-model": onDocument(() => void exportModel()),
    undo: inText("undo", undo),
    redo: inText("redo", redo),
    cut: () => document.execCommand("cut"),
    copy: () => document.execCommand("copy"),
    paste: () => document.execCommand("paste"),
    duplicate: onDocument(ifDrawing(duplicateSelection)),
    "select-all": inText("selectAll", ifDrawing(selectAll)),
    delete: inText("delete", ifDrawing(deleteSelected)),
    group: onDocument(ifDrawing(orTell(groupSelection))),
    ungroup: onDocument(ifDrawing(orTell(ungroupSelection))),
    "toggle-group": onDocument(ifDrawing(orTell(toggleSelectedGroups))),
    "train-or-pause": onDocument(() => {
      commitTyping();
      const { refused } = currentOffer();
      if (refused === null || useTraining.getState().missing) void trainOrPause();
      else tellWhyNot(refused);
    }),
    "step-batch": onDocument(() => stepOnce("batch")),
    "step-epoch": onDocument(() => stepOnce("epoch")),
    build: onDocument(() => useShell.setState({ mode: "build" })),
    inspect: onDocument(() => useShell.setState({ mode: "inspect" })),
    judge: onDocument(() => void openJudgement()),
    "find-on-canvas": onDocument(ifDrawing(openSearch)),
    outline: onDocument(showOutline),
    "add-note": onDocument(() => {
      useShell.setState({ mode: "build" });
      beginNote(pointedPlace() ?? undefined);
    }),
    "write-note": onDocument(ifDrawing(writeSelectedNote)),
    rename: onDocument(ifDrawing(orTell(renameSelected))),
    "open-settings": onDocument(() => openField()),
    "begin-connection": onDocument(ifDrawing(connectSelected)),
    "show-in-inspect": onDocument(showInInspect),
    disconnect: onDocument(ifDrawing(disconnectSelection)),
    freeze: onDocument(ifDrawing(toggleFrozen)),
    "paint-points": onDocument(() => void openPainter()),
    "look-at-data": onDocument(() => openDataPanel()),
    "hidden-space": onDocument(() => {
      // On the canvas the selected layer is meant; Inspect has one of its own.
      const isDrawing = useShell.getState().mode === "build";
      openHiddenSpace(isDrawing ? useDocument.getState().selection.nodes[0] : null);
    }),
    "kept-runs": () => void openKeptRuns(),
    "try-it": onDocument(() => {
      useShell.setState({ mode: "build" });
      toggleTry();
    }),
    tidy: canvas("tidy"),
    ...(Object.fromEntries(
      Object.keys(arrangements).map((name) => [
        name,
        onDocument(ifDrawing(() => arrangeSelection(name as Arrangement))),
      ]),
    ) as Readonly<Record<Arrangement, () => void>>),
    "zoom-in": canvas("zoom-in"),
    "zoom-out": canvas("zoom-out"),
    "zoom-100": canvas("zoom-100"),
    fit: canvas("fit"),
    "fit-selection": canvas("fit-selection"),
    "toggle-palette": () => useShell.setState({ palette: panels().paletteCollapsed }),
    "toggle-inspector": () => useShell.setState({ inspector: !panels().inspectorShown }),
    "toggle-dock": () => useShell.setState({ dock: panels().dockCollapsed }),
    shortcuts: () => useShell.setState({ shortcutsShown: true }),
    mistakes: () => useShell.setState({ mistakesShown: true }),
    commands: () => useShell.setState({ commandsShown: true }),
    settings: () => useShell.setState({ settingsShown: true }),
    about: () => useShell.setState({ aboutShown: true }),
  };
}

/** From the start screen, too, where the native menu offers it: data begin a network as well as a layer does. */
function importInto(ask: "file" | "folder"): void {
  showDocument();
  void importData({ ask });
}

/** Commands that need an open document do nothing on the start screen. */
function onDocument(act: () => void): () => void {
  return () => {
    if (useShell.getState().screen === "document") act();
  };
}

/** What acts on the selection does nothing where the drawing is not in sight. */
function ifDrawing(act: () => void): () => void {
  return () => {
    if (useShell.getState().mode === "build") act();
  };
}

/** Says why nothing was done, where nothing was. */
function orTell(act: () => string | null): () => void {
  return () => {
    const reason = act();
    if (reason !== null) refuse(reason);
  };
}

/** In a text field the menu's editing commands mean the text. */
function inText(editing: string, act: () => void): () => void {
  return () => {
    if (takesText(document.activeElement)) document.execCommand(editing);
    else onDocument(act)();
  };
}

function canvas(command: CanvasCommand): () => void {
  return onDocument(() => runCanvasCommand(command));
}

function deleteSelected(): void {
  const { nodes, edges, notes } = useDocument.getState().selection;
  if (nodes.length + edges.length + notes.length > 0) deleteSelection();
}

/** From within the outline it is closed, and the focus goes back to the canvas. */
function showOutline(): void {
  useShell.setState({ mode: "build" });
  if (regionNamed("outline")?.contains(document.activeElement)) {
    closeOutline();
    focusCanvas();
  } else openOutline();
}

function writeSelectedNote(): void {
  const { project, selection } = useDocument.getState();
  const writing = notesOf(project.graph).find(({ id }) => id === selection.notes[0]);
  if (writing) useCanvas.setState({ writing });
}

/** Where it stands: the name of the only selected layer or group, or the words of a note. */
function renameSelected(): string | null {
  const { project, selection } = useDocument.getState();
  const { nodes, notes } = selection;
  const group = selectedGroup(project.graph, nodes);
  const [only = null] = group ? [group.id] : nodes;
  if (notes.length === 1 && nodes.length === 0) writeSelectedNote();
  else if (only === null || notes.length > 0 || (nodes.length > 1 && !group))
    return say("Select one layer, group or note to rename it.");
  else if (useCanvas.getState().isFar) openField(".inspector-identity");
  else useCanvas.setState({ naming: only });
  return null;
}

/** The keys that go on with it are those of the canvas. */
function connectSelected(): void {
  const [layer] = useDocument.getState().selection.nodes;
  if (layer === undefined) return;
  focusPlaced(layer);
  beginConnection(layer);
}

function showInInspect(): void {
  const [layer] = useDocument.getState().selection.nodes;
  const { pictures } = useTraining.getState();
  useShell.setState({ mode: "inspect" });
  if (layer !== undefined && pictures?.nodes.some(({ node }) => node === layer)) chooseLayer(layer);
}

function stepOnce(until: "batch" | "epoch"): void {
  const { refused } = currentOffer();
  if (useDocument.getState().check.canTrain) void step(until);
  else if (refused !== null) tellWhyNot(refused);
}

/** A key for what cannot be done yet says why, and opens the problem that keeps from it with what helps. */
function tellWhyNot(refused: string): void {
  announce(refused);
  const [problem] = inReadingOrder(useDocument.getState().check.problems);
  if (useTraining.getState().run === "loading" || !problem) return;
  useShell.setState({ mode: "build" });
  showProblem(problem);
}
