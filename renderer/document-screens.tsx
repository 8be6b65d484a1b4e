import { ScanSearch } from "lucide-react";
import { useCallback, useEffect, useMemo } from "react";
import type { NodeId } from "../engine/graph/graph.ts";
import { type LayerKindName, layerKind } from "../engine/layers/registry.ts";
import { say } from "../engine/words/say.ts";
import { Canvas } from "./canvas/canvas.tsx";
import { arrangeSelection } from "./canvas/canvas-commands.ts";
import { useCanvas } from "./canvas/canvas-state.ts";
import { focusCanvas, focusPlaced } from "./canvas/focus.ts";
import { Outline } from "./canvas/outline/outline.tsx";
import {
  CanvasSwitches,
  FirstSteps,
  LaneLegend,
  nodeGradient,
  nodePicture,
  nodeWarning,
  problemCard,
  useShownLanes,
} from "./canvas-slots.tsx";
import { AugmentedExamples } from "./data-card/augmented-examples.tsx";
import { DataCardGlyph, DataCardPanel, DataSummary } from "./data-card/data-card.tsx";
import { openDataChooser } from "./data-card/data-chooser.tsx";
import { findData } from "./data-card/file-import.ts";
import { ImportDialog } from "./data-card/import-dialog.tsx";
import { PainterDialog } from "./data-card/painter/painter-dialog.tsx";
import { DataPanel } from "./data-card/panel/data-panel.tsx";
import { Button } from "./design/button.tsx";
import { addLayer } from "./document/actions.ts";
import { useDocument } from "./document/store.ts";
import { tellFloatingPanel } from "./document/visible-area.ts";
import { goOnFrom } from "./go-on-from.ts";
import { Inspector } from "./inspector/inspector.tsx";
import { NetworkMenu } from "./network-menu.tsx";
import { openField } from "./open-field.ts";
import { Palette } from "./palette/palette.tsx";
import { ProblemList } from "./problems/problem-list.tsx";
import { SavedNotice } from "./saved-notice.tsx";
import { Dialogs } from "./shell/dialogs.tsx";
import { focusRegion, regionNamed } from "./shell/regions.ts";
import type { Commands } from "./shell/shortcuts.ts";
import { useShell } from "./shell/store.ts";
import { usePanels, Workbench } from "./shell/workbench.tsx";
import { GradientHistory } from "./training/charts.tsx";
import { FollowActivity, useActivityWords } from "./training/distributions/node-activity.tsx";
import { Dock } from "./training/dock.tsx";
import { HiddenSpaceDialog } from "./training/hidden-space/hidden-space-dialog.tsx";
import { InspectScreen } from "./training/inspect-screen.tsx";
import { JudgementDialog } from "./training/judgement-dialog.tsx";
import { KeptRunsDialog } from "./training/kept-runs/kept-runs-dialog.tsx";
import { TrainedBefore } from "./training/kept-runs/trained-before.tsx";
import { useLaneWidth } from "./training/node-gradient.tsx";
import { canFollow, editWords } from "./training/run-network.ts";
import { isUnderWay } from "./training/state.ts";
import { goBackTo, useTraining } from "./training/store.ts";
import { TryPanel } from "./training/trying/try-panel.tsx";
import { useTry } from "./training/trying/try-store.ts";

/** The screens of an open document. */
export function DocumentScreens({ commands }: { readonly commands: Commands }) {
  const mode = useShell((state) => state.mode);
  // What had the focus may have gone with the screen before: keys go on here, not at the top of the window.
  useEffect(() => {
    if (document.activeElement !== document.body) return;
    const begins = regionNamed("layers") ?? document.querySelector("main");
    if (mode === "inspect" && begins) focusRegion(begins);
    else focusCanvas();
  }, [mode]);
  return mode === "inspect" ? (
    <InspectScreen onFindData={findRunData} />
  ) : (
    <BuildScreen commands={commands} />
  );
}

/** All dialogs of the window; each knows whether it is open. */
export function AllDialogs({ commands }: { readonly commands: Commands }) {
  return (
    <>
      <JudgementDialog />
      <HiddenSpaceDialog />
      <KeptRunsDialog onOpen={goOnFrom} onGoBack={(file) => void goBackTo(file)} />
      <DataPanel />
      <PainterDialog />
      <ImportDialog />
      <Dialogs commands={commands} onAddLayer={addAndFocus} />
    </>
  );
}

/** What the other folders put on the canvas. */
const onCanvas = {
  nodePicture,
  nodeGradient,
  nodeWarning,
  useNodeWords: useActivityWords,
  useLanes: useShownLanes,
  useLaneWidth,
  firstSteps: <FirstSteps />,
  problemCard,
};

/** Of the inspector, in pixels, where it lies over the canvas. */
const floatingWidth = 280;

function BuildScreen({ commands }: { readonly commands: Commands }) {
  const { paletteCollapsed, dockCollapsed, inspectorShown, inspectorFloats } = usePanels();
  const loading = useTraining((state) => state.loading);
  const outlined = useCanvas((state) => state.outlining > 0);
  const trying = useTry((state) => state.shown);
  // In a window without room for it, the panel floats where the inspector would; then all is as before.
  useEffect(() => {
    if (!trying) {
      if (document.activeElement === document.body) focusCanvas();
      return;
    }
    const { inspector } = useShell.getState();
    useShell.setState({ inspector: true });
    return () => useShell.setState({ inspector });
  }, [trying]);
  // A window that becomes narrower forgets the choice, but not that somebody is trying something.
  const panelChoice = useShell((state) => state.inspector);
  useEffect(() => {
    if (trying && panelChoice === null) useShell.setState({ inspector: true });
  }, [trying, panelChoice]);
  const expand = useCallback(() => useShell.setState({ palette: true }), []);
  const collapse = useCallback(() => useShell.setState({ palette: null }), []);
  const coveredRight = inspectorShown && inspectorFloats ? floatingWidth : 0;
  useEffect(() => tellFloatingPanel(inspectorFloats ? floatingWidth : 0), [inspectorFloats]);
  const slots = useMemo(() => ({ ...onCanvas, coveredRight }), [coveredRight]);
  return (
    <Workbench
      palette={
        <Palette
          collapsed={paletteCollapsed}
          onExpand={expand}
          onCollapse={collapse}
          onLeave={focusSelected}
          footer={<DataCardPanel loading={loading} width={188} />}
          collapsedFooter={<DataCardGlyph />}
        />
      }
      outline={
        outlined ? (
          <NetworkMenu commands={commands}>
            <Outline onOpenSettings={openSettings} />
          </NetworkMenu>
        ) : null
      }
      canvas={
        <NetworkMenu commands={commands}>
          <Canvas
            slots={slots}
            tools={<CanvasSwitches />}
            legend={
              <>
                <LaneLegend />
                <FollowActivity />
              </>
            }
            onOpenSettings={openSettings}
          />
        </NetworkMenu>
      }
      dock={
        <Dock
          collapsed={dockCollapsed}
          onToggle={() => useShell.setState({ dock: dockCollapsed })}
          problems={<ProblemList onChooseData={openDataChooser} />}
          onFindData={findRunData}
          notices={
            <>
              <TrainedBefore onOpen={goOnFrom} />
              <SavedNotice />
            </>
          }
        />
      }
      inspector={
        trying ? (
          <TryPanel />
        ) : (
          <Inspector
            gradient={(node) => <GradientHistory nodeId={node} />}
            inside={(node) => <ShowInside node={node} onShow={commands["show-in-inspect"]} />}
            data={<DataSummary />}
            augmented={<AugmentedExamples />}
            onArrange={arrangeSelection}
            quietLine={<EditWaits />}
          />
        )
      }
    />
  );
}

/** Once the run has looked into a layer, it is a click away. */
function ShowInside({ node, onShow }: { readonly node: NodeId; readonly onShow: () => void }) {
  const isSeen = useTraining(({ pictures }) => pictures?.nodes.some((look) => look.node === node) ?? false);
  const hasOutput = useDocument(({ project }) => {
    const layer = project.graph.nodes.find(({ id }) => id === node);
    return layer !== undefined && layerKind(layer.kind).hasOutput;
  });
  if (!isSeen || !hasOutput) return null;
  return (
    <Button aria-label={say("Show the layer in Inspect")} onClick={onShow}>
      <ScanSearch size={14} aria-hidden />
      <span>{say("Inspect")}</span>
    </Button>
  );
}

/** While training nothing locks; this says what an edit means. */
function EditWaits() {
  const project = useDocument((state) => state.project);
  const canTrain = useDocument(({ check }) => check.canTrain);
  const network = useTraining((state) => state.network);
  const run = useTraining((state) => state.run);
  const words = isUnderWay(run) ? editWords(run, network, project, canTrain) : null;
  if (words === null) return null;
  return (
    <p className="inspector-quiet" role="status">
      {network && canFollow(network, project) ? "" : `${say("This run keeps its own network.")} `}
      {words} {say("The learning rate acts at once.")}
    </p>
  );
}

/** Keys go on at the selected layer, or at the canvas as a whole. */
function focusSelected(): void {
  const [first] = useDocument.getState().selection.nodes;
  if (first === undefined || !focusPlaced(first)) focusCanvas();
}

/** Enter on a layer: its settings take the focus. */
function openSettings(): void {
  openField();
}

function findRunData(): void {
  const { data } = useDocument.getState().project;
  if (data) void findData(data);
}

/** A layer from the command list: keys go on at the canvas, where it is. */
function addAndFocus(kind: LayerKindName): void {
  useShell.setState({ mode: "build" });
  addLayer(kind);
  focusCanvas();
}
