import { say } from "../engine/words/say.ts";
import "./app.css";
import "./shell/shell.css";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ListedProject, TemplateCard, Trouble } from "../app/contract/desktop.ts";
import type { LayerKindName } from "../engine/layers/registry.ts";
import { Canvas } from "./canvas/canvas.tsx";
import { arrangeSelection } from "./canvas/canvas-commands.ts";
import { useCanvas } from "./canvas/canvas-state.ts";
import { focusCanvas } from "./canvas/focus.ts";
import { Outline } from "./canvas/outline/outline.tsx";
import {
  CanvasSwitches,
  LaneLegend,
  nodeGradient,
  nodePicture,
  nodeWarning,
  problemCard,
  useShownLanes,
} from "./canvas-slots.tsx";
import { windowCommands } from "./commands.ts";
import { AugmentedExamples } from "./data-card/augmented-examples.tsx";
import { describeAgain } from "./data-card/cards.ts";
import { DataCardGlyph, DataCardPanel, DataSummary } from "./data-card/data-card.tsx";
import { DataPicture } from "./data-card/data-picture.tsx";
import { findData, followImports, importData } from "./data-card/file-import.ts";
import { ImportDialog } from "./data-card/import-dialog.tsx";
import { PainterDialog } from "./data-card/painter/painter-dialog.tsx";
import { DataPanel } from "./data-card/panel/data-panel.tsx";
import { answerOf, desktopBridge } from "./desktop.ts";
import { addLayer } from "./document/actions.ts";
import { useDocumentShortcuts } from "./document/shortcuts.ts";
import { useDocument } from "./document/store.ts";
import { Inspector } from "./inspector/inspector.tsx";
import { NetworkMenu } from "./network-menu.tsx";
import { openField } from "./open-field.ts";
import { Palette } from "./palette/palette.tsx";
import { ProblemList } from "./problems/problem-list.tsx";
import { showNextProblem, useProblemKeys } from "./problems/use-problem-keys.ts";
import { SavedNotice } from "./saved-notice.tsx";
import { Dialogs } from "./shell/dialogs.tsx";
import { type DroppedKind, useFileDrop } from "./shell/drop.ts";
import {
  importModel,
  newProject,
  openKeptRun,
  openProject,
  openTemplate,
  showDocument,
  showStart,
} from "./shell/files.ts";
import { offerDraft } from "./shell/recovery.ts";
import { useRegionKeys } from "./shell/regions.ts";
import { type Commands, useShortcuts } from "./shell/shortcuts.ts";
import { StartStatusBar, StatusBar } from "./shell/status-bar.tsx";
import { announce, useShell } from "./shell/store.ts";
import { TitleBar } from "./shell/title-bar.tsx";
import { useWindowEvents } from "./shell/window-events.ts";
import { useRoom } from "./shell/window-size.ts";
import { type Panels, useFreshChoices, usePanels, Workbench } from "./shell/workbench.tsx";
import { StartScreen } from "./start/start-screen.tsx";
import { announceRun } from "./training/announce.ts";
import { GradientHistory } from "./training/charts.tsx";
import { FollowActivity, useActivityWords } from "./training/distributions/node-activity.tsx";
import { Dock } from "./training/dock.tsx";
import { watchEpochTimes } from "./training/epoch-time.ts";
import { HiddenSpaceDialog } from "./training/hidden-space/hidden-space-dialog.tsx";
import { InspectScreen } from "./training/inspect-screen.tsx";
import { JudgementDialog } from "./training/judgement-dialog.tsx";
import { KeptRunsDialog } from "./training/kept-runs/kept-runs-dialog.tsx";
import { TrainedBefore } from "./training/kept-runs/trained-before.tsx";
import { UnfinishedRun } from "./training/kept-runs/unfinished-run.tsx";
import { watchLongRuns } from "./training/long-run.ts";
import { useLaneWidth } from "./training/node-gradient.tsx";
import { canFollow, editWords } from "./training/run-network.ts";
import { adoptReopened, adoptRun, goBackTo, useTraining } from "./training/store.ts";
import { TryPanel } from "./training/trying/try-panel.tsx";
import { useTry } from "./training/trying/try-store.ts";

/** The window: it joins the features, which know nothing of each other. */
export function App() {
  const screen = useShell((state) => state.screen);
  const mode = useShell((state) => state.mode);
  const panels = usePanels();
  const latestPanels = useRef<Panels>(panels);
  latestPanels.current = panels;
  const commands = useMemo(() => windowCommands(() => latestPanels.current), []);
  const said = useShell((state) => state.said);

  useFreshChoices();
  useShortcuts(commands);
  useDocumentShortcuts(announce);
  useProblemKeys();
  useRegionKeys();
  useWindowEvents(commands, openOutside);
  useEffect(() => void offerDraft(), []);
  useEffect(() => announceRun(announce), []);
  useEffect(
    () => watchEpochTimes((project, seconds) => void desktopBridge().tellEpochTime({ project, seconds })),
    [],
  );
  useEffect(() => watchLongRuns((end) => void desktopBridge().tellRunEnd(end)), []);
  useEffect(followImports, []);
  useEffect(describeFoundData, []);
  useFileDrop(openOutside);

  const hasWeights = useTraining((state) => state.network !== null && state.run !== "loading");
  return (
    <>
      <div className="app">
        <TitleBar
          commands={commands}
          exportRefused={hasWeights ? null : say("Train the network first: there are no weights yet")}
          inspectorShown={panels.inspectorShown}
          onStart={showStart}
        />
        {screen === "start" ? (
          <Start />
        ) : mode === "inspect" ? (
          <InspectScreen onFindData={findRunData} />
        ) : (
          <DocumentScreen commands={commands} />
        )}
        <Status />
      </div>
      <JudgementDialog />
      <HiddenSpaceDialog />
      <KeptRunsDialog onOpen={goOnFrom} onGoBack={(file) => void goBackTo(file)} />
      <DataPanel />
      <PainterDialog />
      <ImportDialog />
      <Dialogs commands={commands} onAddLayer={addAndFocus} />
      <output className="unseen" aria-live="polite">
        {said}
      </output>
    </>
  );
}

const open: Readonly<Record<DroppedKind, (path: string) => Promise<void>>> = {
  project: openProject,
  model: (path) => importModel(adoptRun, path),
  data: async (path) => {
    showDocument();
    await importData({ path });
  },
};

/** A file from outside the window: dropped, double-clicked, or named on the command line. */
function openOutside(path: string, kind: DroppedKind): void {
  void open[kind](path);
}

function goOnFrom(checkpoint: string): void {
  void openKeptRun(checkpoint, adoptReopened);
}

/** A layer from the command list: keys go on at the canvas, where it is. */
function addAndFocus(kind: LayerKindName): void {
  useShell.setState({ mode: "build" });
  addLayer(kind);
  focusCanvas();
}

function DocumentScreen({ commands }: { readonly commands: Commands }) {
  const { paletteCollapsed, dockCollapsed, inspectorShown, inspectorFloats } = usePanels();
  const loading = useTraining((state) => state.loading);
  const outlined = useCanvas((state) => state.outlining > 0);
  const trying = useTry((state) => state.shown);
  // In a window without room for it, the panel floats where the inspector would.
  useEffect(() => {
    if (trying) useShell.setState({ inspector: true });
  }, [trying]);
  const expand = useCallback(() => useShell.setState({ palette: true }), []);
  const collapse = useCallback(() => useShell.setState({ palette: null }), []);
  return (
    <Workbench
      palette={
        <Palette
          collapsed={paletteCollapsed}
          onExpand={expand}
          onCollapse={collapse}
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
            nodePicture={nodePicture}
            nodeGradient={nodeGradient}
            nodeWarning={nodeWarning}
            useNodeWords={useActivityWords}
            useEdgeLanes={useShownLanes}
            useLaneWidth={useLaneWidth}
            problemCard={problemCard}
            coveredRight={inspectorShown && inspectorFloats ? 280 : 0}
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
          problems={<ProblemList />}
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

/** The card of data that a run missed is read again once the run has found them. */
function describeFoundData(): () => void {
  return useTraining.subscribe((now, before) => {
    if (before.missing && !now.missing && now.network?.data) describeAgain(now.network.data);
  });
}

function findRunData(): void {
  const { data } = useDocument.getState().project;
  if (data) void findData(data);
}

/** While training nothing locks; this says what an edit means. */
function EditWaits() {
  const project = useDocument((state) => state.project);
  const network = useTraining((state) => state.network);
  const words = editWords(
    useTraining((state) => state.run),
    network,
    project,
  );
  if (words === null) return null;
  return (
    <p className="inspector-quiet" role="status">
      {network && canFollow(network, project) ? "" : `${say("This run keeps its own network.")} `}
      {words} {say("The learning rate acts at once.")}
    </p>
  );
}

/** Enter on a layer: its settings take the focus. */
function openSettings(): void {
  openField();
}

function Status() {
  const isStart = useShell((state) => state.screen === "start");
  const run = useTraining((state) => state.run);
  const started = useTraining((state) => state.started);
  if (isStart) return <StartStatusBar />;
  return (
    <StatusBar
      run={run}
      memory={started?.memory ?? null}
      threads={started?.threads ?? null}
      onShowProblems={() => {
        showDocument();
        useShell.setState({ mode: "build" });
        showNextProblem(1);
      }}
    />
  );
}

function Start() {
  const { forInspector } = useRoom();
  const [templates, setTemplates] = useState<readonly TemplateCard[] | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [recent, setRecent] = useState<readonly ListedProject[]>([]);
  const open = useDocument(({ project, path, unsaved }) =>
    path !== null || unsaved || project.graph.nodes.length > 0 ? project.name : null,
  );
  useEffect(() => {
    let isCurrent = true;
    void answerOf(desktopBridge().listTemplates(null)).then((answer) => {
      if (!isCurrent) return;
      if (answer.ok) setTemplates(answer.value);
      else setTrouble(answer.trouble);
    });
    void answerOf(desktopBridge().recentProjects(null)).then((answer) => {
      if (isCurrent && answer.ok) setRecent(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, []);
  // What bench/window takes for a window that can be used.
  useEffect(() => {
    if (templates) performance.mark("start-screen");
  }, [templates]);
  return (
    <StartScreen
      templates={templates}
      trouble={trouble}
      recent={recent}
      unfinished={<UnfinishedRun onOpen={goOnFrom} />}
      openDocument={open}
      roomy={forInspector}
      picture={(reference, room) => <DataPicture reference={reference} room={room} />}
      onTemplate={(project) => void openTemplate(project)}
      onEmpty={() => void newProject()}
      onBack={showDocument}
      onOpen={(path) => void openProject(path)}
      onForget={(path) => {
        void answerOf(desktopBridge().forgetRecent({ path })).then((answer) => {
          if (answer.ok) setRecent(answer.value);
          else setTrouble(answer.trouble);
        });
      }}
      onImport={() => void importModel(adoptRun)}
    />
  );
}
