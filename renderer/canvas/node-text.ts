import type { DataContext, NodeCheck } from "../../engine/graph/check.ts";
import type { GraphNode } from "../../engine/graph/graph.ts";
import type { Problem } from "../../engine/graph/problem.ts";
import { layerKind } from "../../engine/layers/registry.ts";
import { shapeText } from "../../engine/tensor.ts";
import { say, translate } from "../../engine/words/say.ts";

/** The line of settings under the name. An input shows the data set that it stands for. */
export function captionOf(node: GraphNode, data: DataContext | null): string {
  const layer = layerKind(node.kind);
  return layer.inputs.maximum === 0 && data ? translate(data.name) : layer.caption(node.fields);
}

/** A piece of the settings line; at fault when one of the offered remedies would change it. */
export interface CaptionPart {
  readonly text: string;
  readonly atFault: boolean;
}

export function captionParts(
  node: GraphNode,
  problems: readonly Problem[],
  data: DataContext | null,
): readonly CaptionPart[] {
  const parts = captionOf(node, data).split(", ");
  const concerned = problems.filter(
    (problem) =>
      problem.severity === "error" && (problem.causes.includes(node.id) || problem.node === node.id),
  );
  const repaired = concerned
    .flatMap((problem) => problem.fixes.flatMap((fix) => fix.edits))
    .flatMap((edit) => (edit.edit === "set-fields" && edit.id === node.id ? [edit.values] : []))
    .map((values) =>
      layerKind(node.kind)
        .caption({ ...node.fields, ...values })
        .split(", "),
    );
  return parts.map((text, index) => ({
    text,
    atFault: repaired.some((other) =>
      other.length !== parts.length ? !other.includes(text) : other[index] !== text,
    ),
  }));
}

/** What a bead says besides its name: the setting that matters, unless the name says it already. */
export function beadSetting(node: GraphNode): string | null {
  const { beadName, shortName } = layerKind(node.kind);
  const full = beadName?.(node.fields) ?? "";
  const short = translate(shortName);
  const setting = (full.startsWith(short) ? full.slice(short.length) : full).trim();
  // Names are not translated, so a Sigmoid says its setting in every language.
  const values = Object.values(node.fields).filter(
    (value): value is string => typeof value === "string" && value !== "",
  );
  const isNamed = [setting, ...values].some((said) => node.name.toLowerCase().includes(said.toLowerCase()));
  return setting === "" || isNamed ? null : setting;
}

/** The whole node in one sentence, for people who listen. */
export function spokenNode(
  node: GraphNode,
  check: NodeCheck | undefined,
  problems: readonly Problem[],
  waitingFor: string | null,
): string {
  const layer = layerKind(node.kind);
  const own = problems.filter((problem) => problem.node === node.id);
  const parts = [node.name, translate(layer.title).toLowerCase(), layer.caption(node.fields)];
  if (check?.output && layer.hasOutput) parts.push(say("output {shape}", { shape: shapeText(check.output) }));
  if (check?.parameters)
    parts.push(say("{count, plural, one {# parameter} other {# parameters}}", { count: check.parameters }));
  if (waitingFor) parts.push(say("waiting for {layer}", { layer: waitingFor }));
  parts.push(own.length === 0 ? say("no problems") : own.map(({ title }) => title).join(", "));
  return parts.filter((part) => part !== "").join(", ");
}
