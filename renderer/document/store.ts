import { create } from "zustand";
import { shallow } from "zustand/shallow";
import type { DataContext } from "../../engine/graph/check.ts";
import type { GraphEdit } from "../../engine/graph/edit.ts";
import type { EdgeId, Graph, NodeId } from "../../engine/graph/graph.ts";
import { groupsOf } from "../../engine/graph/groups.ts";
import { type NoteId, notesOf } from "../../engine/graph/note.ts";
import type { Problem } from "../../engine/graph/problem.ts";
import { checkProject } from "../../engine/project/check.ts";
import { emptyProject } from "../../engine/project/empty.ts";
import type { ProjectCheck, ProjectFix, ProjectProblem } from "../../engine/project/problem.ts";
import type { Project } from "../../engine/project/project.ts";
import { currentWords, onWords, say } from "../../engine/words/say.ts";
import { applyCommand, type DocumentCommand, labelOf, mergeKeyOf, type StepLabel } from "./command.ts";
import { expandEdits } from "./groups.ts";
import { emptyHistory, type History, mapped, record, sealed, stepBack, stepForward } from "./history.ts";
import { inReadingLines } from "./insertion.ts";
import { lasting } from "./lasting.ts";
import { layersOf, shownGraph } from "./shown-graph.ts";
import { areaBesidePanel } from "./visible-area.ts";

export interface Selection {
  readonly nodes: readonly NodeId[];
  readonly edges: readonly EdgeId[];
  readonly notes: readonly NoteId[];
}

/** What undo brings back. */
interface Undoable {
  readonly project: Project;
  readonly selection: Selection;
}

/** The open project: one store that palette, canvas, inspector and dock read. Change it with the functions below. */
export interface DocumentState extends Undoable {
  /** Absolute path of the file; null for a project that was never saved. */
  readonly path: string | null;
  /** The project as it lies on the disk; null when it does not. */
  readonly saved: Project | null;
  readonly unsaved: boolean;
  /** What the chosen data set asks of the network; null while none is chosen or described. */
  readonly data: DataContext | null;
  /** Shapes, counts and problems of the project, worked out once per change. */
  readonly check: ProjectCheck;
  readonly history: History<Undoable>;
  /** The problem whose explanation is open, by `problemKey`. */
  readonly shownProblem: string | null;
  /** Counts the documents opened in this window, so that the canvas knows when to show a new one. */
  readonly generation: number;
}

const noSelection: Selection = { nodes: [], edges: [], notes: [] };

function opened(project: Project, path: string | null, data: DataContext | null) {
  return {
    project,
    path,
    saved: project,
    unsaved: false,
    selection: noSelection,
    data,
    check: checkProject(project, data),
    history: emptyHistory,
    shownProblem: null,
  } satisfies Omit<DocumentState, "generation">;
}

export const useDocument = create<DocumentState>()(() => ({
  ...opened(emptyProject(), null, null),
  generation: 0,
}));

// Problems are told in the language of the moment, and so is the name of a document that nobody has touched.
onWords(() =>
  useDocument.setState(({ generation, project, saved, data }) =>
    generation === 0 && project === saved
      ? opened(emptyProject(), null, null)
      : { check: checkProject(project, data) },
  ),
);

/**
 * Replaces the document; nothing of the old one can be undone. The data context follows once it is described.
 * @param isSaved whether the file at `path` holds this very project.
 */
export function openDocument(project: Project, path: string | null, isSaved = true): void {
  useDocument.setState(({ generation }) => ({
    ...opened(project, path, null),
    ...(isSaved ? {} : { saved: null, unsaved: true }),
    generation: generation + 1,
  }));
}

/**
 * Notes that `project` (as it was sent to be saved) now lies at `path`; later changes stay unsaved.
 * @param data how the file names its data: from another folder than before, the document and its history do so, too.
 */
export function markSaved(project: Project, path: string, data: Project["data"]): void {
  useDocument.setState((state) => {
    const before = JSON.stringify(project.data);
    const moves = JSON.stringify(data) !== before;
    const saved = moves ? { ...project, data } : project;
    const placed = (each: Project) => {
      if (each === project) return saved;
      return moves && JSON.stringify(each.data) === before ? { ...each, data } : each;
    };
    const now = placed(state.project);
    const history = moves
      ? mapped(state.history, (each) => ({ ...each, project: placed(each.project) }))
      : state.history;
    return { path, project: now, saved, unsaved: now !== saved, history: sealed(history) };
  });
}

/** What the data set asks of the network, once it is known. Not a change of the document. */
export function setDataContext(data: DataContext | null): void {
  useDocument.setState((state) => ({ data, ...checked(state, state.project, data) }));
}

/** Applies a command as one step that can be undone. */
export function run(change: DocumentCommand): void {
  useDocument.setState((state) => {
    const project = applyCommand(state.project, change);
    const select = change.command === "edit-graph" ? change.select : undefined;
    if (project === state.project) return {};
    const history = record(state.history, {
      label: labelOf(change),
      merge: mergeKeyOf(change),
      state: { project: state.project, selection: state.selection },
      at: performance.now(),
    });
    const selection = existing(project.graph, select ? chosen(select) : state.selection);
    return { ...replaced(state, project), selection, history };
  });
}

export function undo(): void {
  useDocument.setState((state) => step(state, stepBack(state.history, state)));
}

export function redo(): void {
  useDocument.setState((state) => step(state, stepForward(state.history, state)));
}

/** What the next undo or redo would do, for menus and tooltips; null where there is nothing. */
export function undoLabel(state: DocumentState): string | null {
  return state.history.past.at(-1)?.label() ?? null;
}
export function redoLabel(state: DocumentState): string | null {
  return state.history.future.at(-1)?.label() ?? null;
}

/** Chooses layers, connections and notes; not a change of the document, and nothing happens when they are chosen already. */
export function select(
  nodes: readonly NodeId[],
  edges: readonly EdgeId[] = [],
  notes: readonly NoteId[] = [],
): void {
  const { selection } = useDocument.getState();
  const isSame =
    sameItems(selection.nodes, nodes) &&
    sameItems(selection.edges, edges) &&
    sameItems(selection.notes, notes);
  // Setting nothing would wake every view of every layer, too.
  if (!isSame) useDocument.setState({ selection: { nodes, edges, notes } });
}

/** Chooses layers, collapsed groups and notes by their ids, which none shares with another. */
export function selectPlaced(ids: readonly string[]): void {
  const { graph } = useDocument.getState().project;
  const shown = shownGraph(graph);
  const { nodes, edges, notes } = existing(graph, chosen(ids.flatMap((id) => layersOf(shown, id))));
  select(nodes, edges, notes);
}

export function selectAll(): void {
  const { graph } = useDocument.getState().project;
  const idsOf = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id);
  select(idsOf(graph.nodes), idsOf(graph.edges), idsOf(notesOf(graph)));
}

/** Names a problem as long as it is there, whatever else changes. */
export function problemKey(problem: Problem): string {
  return `${problem.code} ${problem.node ?? "graph"}`;
}

/** Opens the explanation of a problem, or closes it with null. Selects what the inspector needs to show its setting. */
export function showProblem(problem: ProjectProblem | null): void {
  if (problem?.node) reveal(problem.node);
  useDocument.setState({ shownProblem: problem ? problemKey(problem) : null });
  if (problem?.setting) select([]);
  else if (problem?.node) select([problem.node]);
}

/** Expands the group that hides a layer: a step of its own, as if the person had expanded it. */
function reveal(id: NodeId): void {
  const { graph } = useDocument.getState().project;
  const group = groupsOf(graph).find(({ collapsed, nodes }) => collapsed && nodes.includes(id));
  if (group)
    run({
      command: "edit-graph",
      label: () => say("expand {name}", { name: group.name }),
      edits: expandEdits(graph, group),
    });
}

/** Applies one of a problem's remedies: one step, one undo. */
export function applyFix(fix: ProjectFix): void {
  const { project, data } = useDocument.getState();
  const [added, ...others] = fix.edits.flatMap((edit) => (edit.edit === "add-nodes" ? edit.nodes : []));
  const edits =
    added && others.length === 0
      ? inReadingLines(project.graph, fix.edits, added.id, areaBesidePanel())
      : fix.edits;
  run({ command: "fix", label: fixLabel(fix, project, data), fix: { ...fix, edits } });
}

/** A fix is worded by the check of the project that it mends, which is asked again in another language. */
function fixLabel(fix: ProjectFix, project: Project, data: DataContext | null): StepLabel {
  let said = { by: currentWords(), label: fix.label };
  const isThis = (other: ProjectFix) =>
    JSON.stringify({ ...other, label: "" }) === JSON.stringify({ ...fix, label: "" });
  return () => {
    if (said.by !== currentWords()) {
      const fixes = checkProject(project, data).problems.flatMap((problem) => problem.fixes);
      said = { by: currentWords(), label: fixes.find(isThis)?.label ?? fix.label };
    }
    return lowerFirst(said.label);
  };
}

function step(state: DocumentState, taken: ReturnType<typeof stepBack<Undoable>>): Partial<DocumentState> {
  if (!taken) return {};
  const { project, selection } = taken.state;
  return { ...replaced(state, project), selection, history: taken.history };
}

function replaced(state: DocumentState, project: Project) {
  return { project, unsaved: project !== state.saved, ...checked(state, project, state.data) };
}

function checked(state: DocumentState, project: Project, data: DataContext | null) {
  const { graph, training, data: reference } = state.project;
  const isSameGraph = isSameToCheck(project.graph, graph, state.check) && data === state.data;
  if (isSameGraph && project.training === training && project.data === reference) return {};
  const result = lasting(
    state.check,
    checkProject(project, data, isSameGraph ? state.check.ofGraph : undefined),
  );
  const stillThere = result.problems.some((problem) => problemKey(problem) === state.shownProblem);
  return { check: result, shownProblem: stillThere ? state.shownProblem : null };
}

const placeless: ReadonlySet<string> = new Set<GraphEdit["edit"]>([
  "set-fields",
  "remove-nodes",
  "connect",
  "disconnect",
]);

/**
 * Notes are not checked, and where layers stand decides only what the remedies of a network that cannot be trained yet
 * connect, and where others put new layers.
 */
function isSameToCheck(graph: Graph, before: Graph, { ofGraph }: ProjectCheck): boolean {
  if (graph.edges !== before.edges) return false;
  if (graph.nodes === before.nodes) return true;
  const isPlaceless = ({ edits }: ProjectFix) => edits.every(({ edit }) => placeless.has(edit));
  if (!ofGraph.canTrain || !ofGraph.problems.every(({ fixes }) => fixes.every(isPlaceless))) return false;
  return (
    graph.nodes.length === before.nodes.length &&
    graph.nodes.every((node, index) => {
      const other = before.nodes[index];
      return node === other || (other !== undefined && shallow({ ...node, x: other.x, y: other.y }, other));
    })
  );
}

function chosen(ids: readonly string[]): Selection {
  return { nodes: ids, edges: [], notes: ids };
}

function existing(graph: Graph, selection: Selection): Selection {
  const nodes = new Set(graph.nodes.map(({ id }) => id));
  const edges = new Set(graph.edges.map(({ id }) => id));
  const notes = new Set(notesOf(graph).map(({ id }) => id));
  return {
    nodes: selection.nodes.filter((id) => nodes.has(id)),
    edges: selection.edges.filter((id) => edges.has(id)),
    notes: selection.notes.filter((id) => notes.has(id)),
  };
}

function sameItems(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** Labels stand behind "Undo", so that a sentence's capital would be wrong; names keep theirs by not being first. */
function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
