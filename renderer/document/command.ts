import type { DatasetReference } from "../../engine/data/dataset.ts";
import { applyEdits, type GraphEdit } from "../../engine/graph/edit.ts";
import type { Graph } from "../../engine/graph/graph.ts";
import { changesNoNote, isNoteEdit } from "../../engine/graph/note.ts";
import { applyProjectFix, type ProjectFix } from "../../engine/project/problem.ts";
import type { Project } from "../../engine/project/project.ts";
import { say } from "../../engine/words/say.ts";

export type TrainingSettings = Project["training"];

/** What a step is called, such as "move 3 layers", in the language of the moment. Its names are those at the time of the step. */
export type StepLabel = () => string;

/**
 * Every way the document can change. The label is what undo says: "Undo move 3 layers". Commands with the same
 * `merge` key that follow each other closely become one step back: typing in one field, repeated Alt+arrows.
 */
export type DocumentCommand =
  | {
      readonly command: "edit-graph";
      readonly label: StepLabel;
      readonly edits: readonly GraphEdit[];
      /** The layers and notes selected afterwards; the selection stays where this is left out. */
      readonly select?: readonly string[];
      readonly merge?: string;
    }
  | {
      readonly command: "set-training";
      readonly label: StepLabel;
      readonly values: Partial<TrainingSettings>;
      readonly merge?: string;
    }
  | {
      readonly command: "set-data";
      readonly label: StepLabel;
      readonly data: DatasetReference | null;
      /** Changes of the graph that belong to the same step, such as another input shape. */
      readonly edits?: readonly GraphEdit[];
    }
  /** A problem's remedy, whatever it changes. */
  | { readonly command: "fix"; readonly label: StepLabel; readonly fix: ProjectFix }
  | { readonly command: "rename"; readonly name: string };

/** The project after a command; the same object when nothing changed. */
export function applyCommand(project: Project, change: DocumentCommand): Project {
  switch (change.command) {
    case "edit-graph":
      return change.edits.every((edit) => changesNothing(project.graph, edit))
        ? project
        : { ...project, graph: applyEdits(project.graph, change.edits) };
    case "set-training":
      if (sameValues(project.training, change.values)) return project;
      return { ...project, training: { ...project.training, ...change.values } };
    case "set-data":
      return {
        ...project,
        data: change.data,
        graph: change.edits ? applyEdits(project.graph, change.edits) : project.graph,
      };
    case "fix":
      return applyProjectFix(project, change.fix);
    case "rename":
      return change.name === project.name ? project : { ...project, name: change.name };
  }
}

/** Setting what is set already is no step: a second click on the chosen option leaves nothing to undo. */
function changesNothing(graph: Graph, edit: GraphEdit): boolean {
  if (isNoteEdit(edit)) return changesNoNote(graph, edit);
  const node = "id" in edit ? graph.nodes.find(({ id }) => id === edit.id) : undefined;
  if (edit.edit === "set-fields") return node !== undefined && sameValues(node.fields, edit.values);
  return edit.edit === "rename" && node?.name === edit.name;
}

function sameValues(before: object, values: object): boolean {
  return JSON.stringify({ ...before, ...values }) === JSON.stringify(before);
}

export function labelOf(change: DocumentCommand): StepLabel {
  return change.command === "rename" ? () => say("rename the project") : change.label;
}

export function mergeKeyOf(change: DocumentCommand): string | null {
  if (change.command === "rename") return "rename";
  return "merge" in change ? (change.merge ?? null) : null;
}
