import { say } from "../engine/words/say.ts";
import "./app.css";
import "./shell/shell.css";
import "./shell/title-bar.css";
import "./shell/status-bar.css";
import "./shell/dialogs.css";
import "./shell/command-list.css";
import { useEffect, useMemo, useRef, useState } from "react";
import type { ListedProject, TemplateCard, Trouble } from "../app/contract/desktop.ts";
import { refuse } from "./canvas/refuse.ts";
import { windowCommands } from "./commands.ts";
import { describeAgain } from "./data-card/cards.ts";
import { DataPicture } from "./data-card/data-picture.tsx";
import { followImports, importData } from "./data-card/file-import.ts";
import { answerOf, desktopBridge } from "./desktop.ts";
import { useDocumentShortcuts } from "./document/shortcuts.ts";
import { useDocument } from "./document/store.ts";
import { goOnFrom } from "./go-on-from.ts";
import { readLaterPartsWhenIdle, useLaterParts } from "./later-parts.ts";
import { openModel } from "./open-model.ts";
import { showNextProblem, useProblemKeys } from "./problems/use-problem-keys.ts";
import { type DroppedKind, useFileDrop } from "./shell/drop.ts";
import { newProject, openProject, openTemplate, showDocument, showStart } from "./shell/files.ts";
import { offerDraft } from "./shell/recovery.ts";
import { useRegionKeys } from "./shell/regions.ts";
import { useShortcuts } from "./shell/shortcuts.ts";
import { StartStatusBar, StatusBar } from "./shell/status-bar.tsx";
import { announce, useShell } from "./shell/store.ts";
import { TitleBar } from "./shell/title-bar.tsx";
import { useWindowEvents } from "./shell/window-events.ts";
import { useRoom } from "./shell/window-size.ts";
import { type Panels, useFreshChoices, usePanels } from "./shell/workbench.tsx";
import { StartScreen } from "./start/start-screen.tsx";
import { startLists } from "./start-lists.ts";
import { announceRun } from "./training/announce.ts";
import { watchEpochTimes } from "./training/epoch-time.ts";
import { UnfinishedRun } from "./training/kept-runs/unfinished-run.tsx";
import { watchLongRuns } from "./training/long-run.ts";
import { isLeftBehind } from "./training/run-network.ts";
import { useTraining } from "./training/store.ts";
import { tryPicture } from "./training/trying/try-store.ts";

/** The window: it joins the features, which know nothing of each other. */
export function App() {
  const screen = useShell((state) => state.screen);
  const parts = useLaterParts(screen !== "start");
  const panels = usePanels();
  const latestPanels = useRef<Panels>(panels);
  latestPanels.current = panels;
  const commands = useMemo(() => windowCommands(() => latestPanels.current), []);
  const said = useShell((state) => state.said);

  useFreshChoices();
  useShortcuts(commands);
  useDocumentShortcuts(refuse);
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
  useFileDrop(openOutside, tryOutside);

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
        {screen === "start" ? <Start /> : parts ? <parts.DocumentScreens commands={commands} /> : null}
        <Status />
      </div>
      {parts ? <parts.AllDialogs commands={commands} /> : null}
      <output className="unseen" aria-live="polite">
        {said}
      </output>
    </>
  );
}

const open: Readonly<Record<DroppedKind, (path: string) => Promise<void>>> = {
  project: openProject,
  model: openModel,
  data: async (path) => {
    showDocument();
    await importData({ path });
  },
};

/** A file from outside the window: dropped, double-clicked, or named on the command line. */
function openOutside(path: string, kind: DroppedKind): void {
  void open[kind](path);
}

/** A picture from outside, for a network that looks at pictures. */
function tryOutside(picture: File): boolean {
  const isTried = tryPicture(picture);
  if (isTried) showDocument();
  return isTried;
}

/** The card of data that a run missed is read again once the run has found them. */
function describeFoundData(): () => void {
  return useTraining.subscribe((now, before) => {
    if (before.missing && !now.missing && now.network?.data) describeAgain(now.network.data);
  });
}

function Status() {
  const isStart = useShell((state) => state.screen === "start");
  const run = useTraining((state) => state.run);
  const started = useTraining((state) => state.started);
  const network = useTraining((state) => state.network);
  const leftBehind = useDocument(({ project }) => isLeftBehind(run, network, project));
  if (isStart) return <StartStatusBar />;
  return (
    <StatusBar
      run={run}
      isLeftBehind={leftBehind}
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
    const lists = startLists();
    void lists.templates.then((answer) => {
      if (!isCurrent) return;
      if (answer.ok) setTemplates(answer.value);
      else setTrouble(answer.trouble);
    });
    void lists.recent.then((answer) => {
      if (isCurrent && answer.ok) setRecent(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, []);
  // What bench/window takes for a window that can be used.
  useEffect(() => {
    if (templates) performance.mark("start-screen");
    if (templates || trouble) readLaterPartsWhenIdle();
  }, [templates, trouble]);
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
      onImport={() => void openModel()}
    />
  );
}
