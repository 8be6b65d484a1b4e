import type { Answer, OpenedRun } from "../../app/contract/desktop.ts";
import { emptyProject } from "../../engine/project/empty.ts";
import type { Project } from "../../engine/project/project.ts";
import type { ImportedModel, MissingData } from "../../engine/protocol.ts";
import { say, translate } from "../../engine/words/say.ts";
import { formatCount } from "../design/format.ts";
import { answerOf, desktopBridge } from "../desktop.ts";
import { markSaved, openDocument, useDocument } from "../document/store.ts";
import { useSettings } from "../settings.ts";
import { formatScore, scoreName } from "../views/score.ts";
import { announce, askPerson, showTrouble, useShell } from "./store.ts";

/** What people do with files. Keyboard, menus, start screen and dropped files all end here. */

/** Starts an empty document, after asking about unsaved changes. */
export async function newProject(): Promise<void> {
  if (!(await mayLeaveDocument())) return;
  openDocument(withMaths(emptyProject()), null);
  useShell.setState({ screen: "document", mode: "build", savedAt: null });
}

/** Opens a project as a new document without a file: a template. */
export async function openTemplate(project: Project): Promise<void> {
  if (!(await mayLeaveDocument())) return;
  openDocument(withMaths({ ...project, name: translate(project.name) }), null);
  useShell.setState({ screen: "document", mode: "build", savedAt: null });
}

/** A new project computes as the person has set for all new ones. */
function withMaths(project: Project): Project {
  const { maths } = useSettings.getState();
  // The same bits are what a project says by saying nothing: its file stays as it is.
  return maths === "reproducible" ? project : { ...project, training: { ...project.training, maths } };
}

/** Opens a project file; asks for one when no path is given. */
export async function openProject(path?: string): Promise<void> {
  // What cannot be read is told before anyone has to decide about the document there is.
  if (path !== undefined && !(await ask(desktopBridge().openProject({ path })))) return;
  if (!(await mayLeaveDocument())) return;
  const opened = await ask(desktopBridge().openProject(path === undefined ? {} : { path }));
  if (!opened) return;
  openDocument(opened.project, opened.path);
  useShell.setState({ screen: "document", mode: "build", savedAt: null });
  announce(say("{name} is open.", { name: opened.project.name }));
}

/** Saves to the document's file, or asks for one. False when the person cancels or it cannot be written. */
export async function saveProject(saveAs = false): Promise<boolean> {
  commitTyping();
  const { project, path } = useDocument.getState();
  const saved = await ask(desktopBridge().saveProject({ project, path: saveAs ? null : path }));
  if (!saved) return false;
  markSaved(project, saved.path, saved.data);
  useShell.setState({ savedAt: Date.now() });
  announce(say("Saved."));
  return true;
}

/** Back to the start screen; the document stays open behind it. */
export function showStart(): void {
  useShell.setState({ screen: "start", mode: "build" });
}

export function showDocument(): void {
  useShell.setState({ screen: "document" });
}

/** The window wants to close. */
export async function closeWindow(): Promise<void> {
  if (await mayLeaveDocument()) await ask(desktopBridge().closeWindow(null));
}

/** Writes the trained model and says where and under which hash. */
export async function exportModel(): Promise<void> {
  const written = await ask(desktopBridge().exportModel({}));
  if (!written) return;
  useShell.setState({
    result: {
      title: say("The model is exported"),
      lines: [
        [say("File"), written.path],
        [say("Weights"), `SHA-256 ${written.weightsHash.slice(0, 16)}…`],
      ],
      note: say(
        "It holds the network, its weights, the class names and test vectors that prove a correct import.",
      ),
      file: written.path,
    },
  });
}

/**
 * Reads a model file and says what it found; `arranged` lays its network out, and `adopt` hears of the run that the worker
 * now holds.
 */
export async function importModel(
  adopt: (project: Project, missing: MissingData | null) => void,
  arranged: (project: Project) => Promise<Project>,
  path?: string,
): Promise<void> {
  if (!(await mayLeaveDocument())) return;
  const model = await ask(desktopBridge().importModel(path === undefined ? {} : { path }));
  if (!model) return;
  openDocument(await arranged(model.project), null);
  if (model.project.data) adopt(useDocument.getState().project, model.missing);
  useShell.setState({ screen: "document", savedAt: null, result: foundIn(model) });
}

/** Makes a run that was kept the one of this window, its network the document; `adopt` hears of it. */
export async function openKeptRun(
  file: string,
  adopt: (run: OpenedRun, project: Project) => void,
): Promise<void> {
  if (!(await mayLeaveDocument())) return;
  const opened = await ask(desktopBridge().openCheckpoint({ file }));
  if (!opened) return;
  const { project, path, isSaved } = opened;
  openDocument(project, path, isSaved);
  adopt(opened, project);
  useShell.setState({ screen: "document", mode: "build", savedAt: null });
  announce(say("The run of {name} is back.", { name: project.name }));
}

function foundIn(model: ImportedModel) {
  const { project, testVectors, verified, parameters, metrics, classNames, targets, missing } = model;
  const accuracy = metrics.testAccuracy;
  const task = targets?.task ?? "classes";
  const asked: readonly [string, string] = targets
    ? [targets.task === "regression" ? say("Predicts") : say("Labels"), targets.names.join(", ")]
    : [say("Classes"), classNames.length > 0 ? classNames.join(", ") : say("not named")];
  return {
    title: say("The model is imported"),
    lines: [
      [
        say("Network"),
        say("{name}, {count, plural, one {# layer} other {# layers}}", {
          name: project.name,
          count: project.graph.nodes.length,
        }),
      ],
      [say("Parameters"), formatCount(parameters)],
      asked,
      [
        say("Test {score}", { score: scoreName(task) }),
        accuracy === null ? say("not stated") : formatScore(task, accuracy),
      ],
      [
        say("Test vectors"),
        say("{verified} of {count} come out bit for bit", { verified, count: testVectors }),
      ],
    ],
    note: missing
      ? say(
          "The weights are loaded; their data set is missing: {what}. Look into the network and try it; to train it further, find the data.",
          { what: missing.trouble.title },
        )
      : say("The weights are loaded. Train more to go on from here."),
  } as const;
}

let mayLeaveRest = async () => true;

/** What else must agree before the document is left. @param guard false when the person wants to stay. */
export function guardLeaving(guard: () => Promise<boolean>): void {
  mayLeaveRest = guard;
}

/** Asks about what would be lost. False when the person wants to stay. */
export async function mayLeaveDocument(): Promise<boolean> {
  commitTyping();
  return (await mayLoseChanges()) && mayLeaveRest();
}

/** Asks about unsaved changes. False when the person wants to stay, or saving did not work. */
async function mayLoseChanges(): Promise<boolean> {
  const { unsaved, project } = useDocument.getState();
  if (!unsaved) return true;
  const answer = await askPerson({
    title: say("Save the changes to {name}?", { name: project.name }),
    text: say("Without saving, the changes since the last save are lost."),
    answers: [
      { value: "discard", label: say("Don't save") },
      { value: "cancel", label: say("Cancel") },
      { value: "save", label: say("Save") },
    ],
    first: "save",
    onEscape: "cancel",
  });
  return answer === "discard" || (answer === "save" && (await saveProject()));
}

/** What stands in a field counts as typed: leaving the field commits it. */
export function commitTyping(): void {
  if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
}

/** The value of an answer; trouble is shown, and null returned. */
export async function ask<Value>(asked: Promise<Answer<Value>>): Promise<Value | null> {
  const answer = await answerOf(asked);
  if (answer.ok) return answer.value;
  showTrouble(answer.trouble);
  return null;
}
