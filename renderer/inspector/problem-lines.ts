import type { NodeId } from "../../engine/graph/graph.ts";
import type { Problem } from "../../engine/graph/problem.ts";
import type { ProjectProblem, SettingPlace } from "../../engine/project/problem.ts";
import type { FieldLines } from "../design/field-form.tsx";

/** The line under each field that causes a problem: the layer's own, or one that it causes further on. */
export function problemLines(
  problems: readonly Problem[],
  node: NodeId,
  fields: readonly string[],
): FieldLines {
  const lines: Record<string, FieldLines[string]> = {};
  for (const problem of problems) {
    const causesIt = problem.causes.length > 0 ? problem.causes.includes(node) : problem.node === node;
    if (!causesIt) continue;
    for (const field of fieldsOf(problem, node)) if (fields.includes(field)) addLine(lines, field, problem);
  }
  return lines;
}

/** The same for the settings of a part of the training. */
export function settingLines(problems: readonly ProjectProblem[], part: SettingPlace["part"]): FieldLines {
  const lines: Record<string, FieldLines[string]> = {};
  for (const problem of problems)
    if (problem.setting?.part === part) addLine(lines, problem.setting.field, problem);
  return lines;
}

/** Of several, an error goes before a hint. */
function addLine(lines: Record<string, FieldLines[string]>, field: string, problem: Problem): void {
  const isHint = problem.severity === "hint";
  const before = lines[field];
  if (!before || (before.isHint && !isHint)) lines[field] = { text: `${problem.title}.`, isHint };
}

/** The field that the problem names; else those that its first remedy for this layer would change. */
function fieldsOf(problem: Problem, node: NodeId): readonly string[] {
  if (problem.field !== undefined) return [problem.field];
  const edits = problem.fixes.flatMap((fix) => fix.edits);
  const first = edits.find((edit) => edit.edit === "set-fields" && edit.id === node);
  return first?.edit === "set-fields" ? Object.keys(first.values) : [];
}
