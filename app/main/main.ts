import path from "node:path";
import { app, BrowserWindow, type WebContents } from "electron";
import { z } from "zod";
import { startWorker } from "../../engine/host/worker-thread.ts";
import { currentWords, onWords } from "../../engine/words/say.ts";
import { aboutCalls } from "./about.ts";
import { Camera, cameraCalls } from "./camera.ts";
import { askForCamera } from "./dialogs.ts";
import { Documents, documentCalls } from "./documents.ts";
import { Drafts, draftCalls } from "./drafts.ts";
import { GrantedFiles } from "./granted.ts";
import { importCalls } from "./imports.ts";
import { openTrainingPort, sendEvent, setUpCalls } from "./ipc.ts";
import { KeptRuns, keptRunCalls } from "./kept-runs.ts";
import { languageCalls, speak } from "./language.ts";
import { showRecent, showSteps } from "./menu.ts";
import { modelCalls } from "./models.ts";
import { isModelFile, projectFileIn } from "./outside-files.ts";
import { appId, assetsFolder, rendererFolder, setUpUserData } from "./places.ts";
import { Projects, projectCalls } from "./projects.ts";
import { setUpProtocol, setUpScheme } from "./protocol.ts";
import { RecentProjects } from "./recent.ts";
import { notificationCalls, runDesktop } from "./run-desktop.ts";
import { RunSigns } from "./run-signs.ts";
import { savedFileCalls } from "./saved-files.ts";
import { setUpProcessSecurity, setUpSecurity } from "./security.ts";
import { keptSettings, settingsCalls, setUpSettings } from "./settings.ts";
import { keptTimes, templateCalls } from "./templates.ts";
import { Training } from "./training.ts";
import { trainingCalls } from "./training-calls.ts";
import { followSettings, keptPlace, openWindow } from "./window.ts";
import { writtenFileCalls } from "./written-files.ts";

z.config({ jitless: true });

app.setAppUserModelId(appId); // Windows shows the notifications of no app without one
setUpUserData();
setUpProcessSecurity();
setUpScheme();

const signs = new RunSigns(runDesktop);
const training = new Training({
  startWorker: (onEvent, onDeath) =>
    startWorker(
      {
        assetsFolder: assetsFolder(),
        cacheFolder: path.join(app.getPath("userData"), "data"),
        words: currentWords(),
      },
      onEvent,
      onDeath,
    ),
  openPort: openTrainingPort,
  onEvent: (event) => signs.hear(event),
  patience: 5000,
  quiet: 5000,
});
onWords(() => training.speak(currentWords()));
const settings = keptSettings();
const place = keptPlace();
const times = keptTimes();
const drafts = new Drafts(path.join(app.getPath("userData"), "drafts"));
const camera = new Camera(askForCamera);
const granted = new GrantedFiles();
const written = new GrantedFiles();
/** A file that was opened from outside before a window could show it. */
let waitingFile = projectFileIn(process.argv, process.cwd());
const documents = new Documents((window) => {
  if (waitingFile !== null) openIn(window, waitingFile);
  waitingFile = null;
}, showSteps);

// A second start hands its file to the first and ends: two apps would write the same settings.
if (app.requestSingleInstanceLock()) {
  // Not awaited at the top level: Electron becomes ready only when this module has been read to its end.
  app.whenReady().then(onReady).catch(giveUp);
} else app.quit();

async function onReady(): Promise<void> {
  await setUpSettings(settings);
  await speak(settings.values).catch(console.error); // words that cannot be read must not keep the app from starting
  await place.load();
  await times.load();
  await drafts.begin().catch(console.error); // a folder that cannot be read must not keep the app from starting
  const recent = new RecentProjects(path.join(app.getPath("userData"), "recent.json"));
  const runs = new KeptRuns(path.join(app.getPath("userData"), "runs"));
  const projects = new Projects(recent, granted, drafts, showRecent);
  setUpSecurity(camera);
  setUpProtocol(rendererFolder);
  setUpCalls([
    aboutCalls,
    languageCalls(() => settings.values),
    settingsCalls(settings, (values) => {
      void speak(values).catch(console.error);
      for (const frame of BrowserWindow.getAllWindows()) followSettings(frame, values);
    }),
    templateCalls(times),
    documentCalls(documents),
    projectCalls(projects, documents),
    trainingCalls(training, documents, runs),
    keptRunCalls({ runs, training, granted, documents }),
    notificationCalls,
    draftCalls({ drafts, granted, documents }),
    cameraCalls(camera),
    importCalls(training, documents),
    savedFileCalls(documents, written),
    modelCalls({ training, documents, granted, written }),
    writtenFileCalls(written),
  ]);
  showRecent(await recent.list());
  openDocumentWindow();
}

function openDocumentWindow(): void {
  const frame = openWindow(place, () => settings.values);
  documents.guard(frame, {
    isTraining: () => signs.isWorking,
    onLeave: () => void drafts.drop().catch(console.error),
    quit: () => app.quit(),
  });
  bringBack(frame.webContents);
  training.serve(frame.webContents);
}

function openIn(window: WebContents, file: string): void {
  // What cannot be read is opened as a project: that says why it cannot.
  void isModelFile(file)
    .catch(() => false)
    .then((isModel) =>
      sendEvent(window, { event: "open-file", path: file, kind: isModel ? "model" : "project" }),
    );
}

/** A page that has died is loaded anew, once in a while: it offers what was unsaved. */
function bringBack(window: WebContents): void {
  let last = Number.NEGATIVE_INFINITY;
  window.on("render-process-gone", (_event, { reason }) => {
    if (reason === "clean-exit" || performance.now() - last < 30_000) return;
    last = performance.now();
    void drafts
      .begin()
      .catch(console.error)
      .then(() => window.isDestroyed() || window.reload());
  });
}

/** Opens a file from the desktop in the window there is, or in a new one. */
function openFromOutside(file: string): void {
  const [frame] = BrowserWindow.getAllWindows();
  if (frame && documents.isShown(frame.webContents)) {
    showWindow();
    openIn(frame.webContents, file);
    return;
  }
  waitingFile = file;
  if (!frame && app.isReady()) openDocumentWindow();
}

function showWindow(): void {
  const [frame] = BrowserWindow.getAllWindows();
  if (frame?.isMinimized()) frame.restore();
  frame?.show();
  frame?.focus();
}

function giveUp(error: unknown): void {
  console.error("Layerlab could not start:", error);
  app.exit(1);
}

app.on("second-instance", (_event, words, workingDirectory) => {
  const file = projectFileIn(words, workingDirectory);
  // The second app is gone already, and this one will be: a third comes after it.
  if (isEnding) app.relaunch({ args: [...words.slice(1), ...(file === null ? [] : [file])] });
  else if (file !== null) openFromOutside(file);
  else showWindow();
});
app.on("open-file", (event, file) => {
  event.preventDefault();
  openFromOutside(file);
});
app.on("activate", () => {
  if (BrowserWindow.getAllWindows().length === 0) openDocumentWindow();
});
app.on("before-quit", () => documents.beginQuit());
/** Whether the windows are closed, and the app waits only for what is still to be written or ended. */
let isEnding = false;
let isAtRest = false;
app.on("will-quit", (event) => {
  if (isAtRest) return;
  event.preventDefault();
  isEnding = true;
  void Promise.allSettled([
    training.end(),
    settings.settle(),
    place.settle(),
    times.settle(),
    drafts.settle(),
  ]).then(() => {
    isAtRest = true;
    app.quit();
  });
});
app.on("window-all-closed", () => {
  if (process.platform !== "darwin") app.quit();
});
