import type { DatasetReference } from "../../engine/data/dataset.ts";
import type { PaintedReference } from "../../engine/data/painted.ts";
import type { CopiedWeights } from "../../engine/graph/copied.ts";
import type { Project } from "../../engine/project/project.ts";
import type {
  ActivityLook,
  AugmentedExamples,
  AugmentRequest,
  CellLook,
  CheckpointCard,
  Cursor,
  DataCard,
  DataExamples,
  DataExamplesRequest,
  DataLook,
  Examples,
  Explanation,
  FoundData,
  HiddenSpace,
  ImportedModel,
  Judgement,
  LayerLook,
  ModelLayers,
  OfWeights,
  ProbeChoice,
  ProjectionMethod,
  RunState,
  RunUntil,
  StartedRun,
  StartRequest,
  Timed,
  TriedInput,
  WeightLook,
  WorkerCalls,
  WorkerEvent,
} from "../../engine/protocol.ts";
import type { Words } from "../../engine/words/say.ts";
import type {
  Answer,
  AppInfo,
  DesktopEvent,
  FoundDraft,
  KeptRun,
  ListedProject,
  OpenedProject,
  OpenedRun,
  SavedKind,
  SavedProject,
  ShippedPart,
  TemplateCard,
} from "./desktop.ts";
import type { Settings } from "./settings.ts";

/** Every call the window can make: one argument, one result. `null` where there is nothing to say. */
export interface DesktopCalls extends Pick<WorkerCalls, "strongestInputs" | "occlude" | "dream"> {
  appInfo(request: null): AppInfo;
  shippedParts(request: null): readonly ShippedPart[];
  /** Opens the link of a shipped part in the system's browser; no other address. */
  openLink(request: { readonly url: string }): null;
  openChromiumLicences(request: null): null;
  listTemplates(request: null): readonly TemplateCard[];
  /** How long an epoch of a project took: kept when it trains as a template does. */
  tellEpochTime(request: { readonly project: Project; readonly seconds: number }): null;
  recentProjects(request: null): readonly ListedProject[];
  /** Takes a project off the list; its file, if there is one, stays. */
  forgetRecent(request: { readonly path: string }): readonly ListedProject[];
  /** Asks for a file when no path is given; null when the person cancels. */
  openProject(request: { readonly path?: string }): OpenedProject | null;
  /** Saves to the path, or asks for one; null when the person cancels. Temporary file, sync, rename. */
  saveProject(request: { readonly project: Project; readonly path: string | null }): SavedProject | null;
  /** Keeps a copy of what is unsaved, for the start after a crash. */
  keepDraft(request: { readonly project: Project; readonly path: string | null }): null;
  /** Nothing is unsaved any more. */
  dropDraft(request: null): null;
  /** What an earlier app left behind; null when there is nothing. */
  foundDraft(request: null): FoundDraft | null;
  openDraft(request: null): OpenedProject;
  discardDraft(request: null): null;
  /** What the window shows: title bar, and whether closing must ask. */
  setDocument(request: {
    readonly name: string;
    readonly path: string | null;
    readonly unsaved: boolean;
    /** What the next undo and redo would do, such as "move 3 layers"; null where there is nothing. */
    readonly undo: string | null;
    readonly redo: string | null;
  }): null;
  /** The answer to a `may-close` event: close now, after having saved or on the person's word. */
  closeWindow(request: null): null;
  settings(request: null): Settings;
  /** Of the language that the person chose or the system speaks. */
  words(request: null): Words;
  /** Acts at once, and is kept for the next start. */
  changeSettings(request: { readonly [Name in keyof Settings]?: Settings[Name] }): null;

  describeData(request: { readonly data: DatasetReference }): DataCard;
  /** The data that the run missed, where they were found. */
  giveData(request: { readonly data: DatasetReference }): RunState;
  /** The layers of a model file that is asked for; null when that is cancelled. */
  modelLayers(request: null): (ModelLayers & { readonly path: string }) | null;
  copyLayer(request: { readonly path: string; readonly node: string }): CopiedWeights;
  cancelSeeking(request: null): RunState;
  lookAtData(request: { readonly data: DatasetReference }): DataLook;
  pointsOf(request: { readonly data: DatasetReference }): PaintedReference | null;
  dataExamples(request: Omit<DataExamplesRequest, "folder">): DataExamples;
  augmentExamples(request: Omit<AugmentRequest, "folder">): AugmentedExamples;
  /** Looks through a file or folder of the person's own, named or asked for; null when that is cancelled. */
  importData(request: { readonly path: string } | { readonly ask: "file" | "folder" }): FoundData | null;
  /** Reads what was found as it was chosen; null when that is cancelled. */
  readImport(request: { readonly data: DatasetReference }): DataCard | null;
  cancelImport(request: null): RunState;
  startTraining(request: Omit<StartRequest, "checkpoints">): StartedRun;
  /** How a long run ended: shown by the system when the window is hidden or not in front. */
  tellRunEnd(request: { readonly title: string; readonly body: string }): null;
  /** Runs that can be gone on with, newest first. */
  keptRuns(request: null): readonly KeptRun[];
  /** The checkpoints of one of them, oldest first. */
  checkpointsOf(request: { readonly id: string }): readonly CheckpointCard[];
  forgetRun(request: { readonly id: string }): readonly KeptRun[];
  /** The newest run that trained this very network, its settings and data the same; null when there is none. */
  keptRunOf(request: { readonly project: Project }): KeptRun | null;
  /** Makes a run of a checkpoint; it rests where it was saved. */
  openCheckpoint(request: { readonly file: string }): OpenedRun;
  resumeTraining(request: { readonly until: RunUntil }): RunState;
  pauseTraining(request: null): RunState;
  stopTraining(request: null): RunState;
  resetTraining(request: null): RunState;
  extendTraining(request: { readonly epochs: number }): RunState;
  changeTraining(request: { readonly training: Project["training"] }): RunState;
  setLearningRate(request: { readonly learningRate: number }): RunState;
  chooseProbe(request: { readonly index?: number }): ProbeChoice;
  /** Makes something from outside the probe; null goes back to the data set's example. */
  tryInput(request: { readonly input: TriedInput | null }): RunState;
  /** Asks the person; true opens the camera to the next request of the window, once. */
  allowCamera(request: null): boolean;
  setPictures(request: { readonly enabled: boolean }): RunState;
  picturesShown(request: null): RunState;
  judge(request: { readonly part: "validation" | "test" }): OfWeights<Judgement> | null;
  cancelJudgement(request: null): RunState;
  projectLayer(request: {
    readonly node: string;
    readonly method: ProjectionMethod;
    readonly part: "validation" | "test";
  }): OfWeights<HiddenSpace> | null;
  /** Examples of the run's data set, at most 500 at once. */
  examples(request: { readonly indices: readonly number[] }): Examples;
  explain(request: { readonly node: string; readonly label: number | null }): Timed<Explanation>;
  lookAtCell(request: { readonly node: string; readonly cursor: Cursor }): Timed<{
    readonly cell: CellLook | null;
  }>;
  lookAtLayer(request: {
    readonly node: string;
    readonly cursor?: Cursor;
  }): Timed<{ readonly look: LayerLook | null; readonly cell: CellLook | null }>;
  lookAtWeights(request: null): WeightLook;
  lookAtActivity(request: null): ActivityLook;
  /** Asks where to and writes a picture or table of what the window shows; null when the person cancels. */
  saveFile(request: {
    /** Suggested, without extension. */
    readonly name: string;
    readonly kind: SavedKind;
    readonly bytes: Uint8Array;
  }): { readonly path: string } | null;
  /** Shows a file that this app has just written in the system's file manager; no other. */
  showInFolder(request: { readonly path: string }): null;
  /** Asks where to, writes the model JSON; null when the person cancels. */
  exportModel(request: {
    readonly path?: string;
  }): { readonly path: string; readonly weightsHash: string } | null;
  importModel(request: { readonly path?: string }): ImportedModel | null;
}

export type DesktopCallName = keyof DesktopCalls;

/** Every call once: a record of all names, so that a missing one does not compile. */
const everyCall: Readonly<Record<DesktopCallName, true>> = {
  appInfo: true,
  shippedParts: true,
  openLink: true,
  openChromiumLicences: true,
  listTemplates: true,
  tellEpochTime: true,
  recentProjects: true,
  forgetRecent: true,
  openProject: true,
  saveProject: true,
  keepDraft: true,
  dropDraft: true,
  foundDraft: true,
  openDraft: true,
  discardDraft: true,
  setDocument: true,
  closeWindow: true,
  settings: true,
  words: true,
  changeSettings: true,
  describeData: true,
  giveData: true,
  modelLayers: true,
  copyLayer: true,
  strongestInputs: true,
  occlude: true,
  dream: true,
  cancelSeeking: true,
  lookAtData: true,
  pointsOf: true,
  dataExamples: true,
  augmentExamples: true,
  importData: true,
  readImport: true,
  cancelImport: true,
  startTraining: true,
  tellRunEnd: true,
  keptRuns: true,
  checkpointsOf: true,
  forgetRun: true,
  keptRunOf: true,
  openCheckpoint: true,
  resumeTraining: true,
  pauseTraining: true,
  stopTraining: true,
  resetTraining: true,
  extendTraining: true,
  changeTraining: true,
  setLearningRate: true,
  chooseProbe: true,
  tryInput: true,
  allowCamera: true,
  setPictures: true,
  picturesShown: true,
  judge: true,
  cancelJudgement: true,
  projectLayer: true,
  examples: true,
  explain: true,
  lookAtCell: true,
  lookAtLayer: true,
  lookAtWeights: true,
  lookAtActivity: true,
  saveFile: true,
  showInFolder: true,
  exportModel: true,
  importModel: true,
};

/** The names that the preload script exposes and the guarded door registers. */
export const desktopCallNames = Object.keys(everyCall) as readonly DesktopCallName[];

/** What the training worker tells, streamed over a MessagePort of its own. */
export type TrainingEvent = WorkerEvent;

/** `window.desktop`, built by the preload script. */
export type DesktopBridge = {
  readonly [Name in DesktopCallName]: (
    request: Parameters<DesktopCalls[Name]>[0],
  ) => Promise<Answer<ReturnType<DesktopCalls[Name]>>>;
} & {
  /** Returns the function that stops listening. */
  onEvent(listener: (event: DesktopEvent) => void): () => void;
  /** The path behind a dropped file. */
  pathOfFile(file: unknown): string;
};
