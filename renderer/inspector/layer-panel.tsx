import { ArrowRight } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import type { GraphNode } from "../../engine/graph/graph.ts";
import { parameterFieldNames } from "../../engine/layers/parameter-fields.ts";
import { layerKind } from "../../engine/layers/registry.ts";
import { type Shape, shapeText } from "../../engine/tensor.ts";
import { say, translate } from "../../engine/words/say.ts";
import { FieldForm } from "../design/field-form.tsx";
import { formatCount } from "../design/format.ts";
import { Formula } from "../design/formula.tsx";
import { Silhouette } from "../design/silhouette.tsx";
import { unitThatFits } from "../design/silhouette-box.ts";
import { Tile } from "../design/tile.tsx";
import { run, useDocument } from "../document/store.ts";
import { CopiedWeights } from "./copied-weights.tsx";
import { ParameterCount } from "./parameter-count.tsx";
import { problemLines } from "./problem-lines.ts";
import { Section } from "./section.tsx";

export interface LayerPanelProps {
  readonly node: GraphNode;
  readonly quietLine: ReactNode;
  readonly gradient: ReactNode;
}

/** One layer, drawn from the record of its kind and from the check. */
export function LayerPanel({ node, quietLine, gradient }: LayerPanelProps) {
  const check = useDocument((state) => state.check.nodes[node.id]);
  const layer = layerKind(node.kind);
  const hasFields = Object.keys(layer.fields).some((name) => !parameterFieldNames.includes(name));
  return (
    <>
      <header className="inspector-identity">
        <Tile kind={node.kind} size={30} />
        <div>
          <NodeName node={node} />
          <p>{translate(layer.title)}</p>
        </div>
      </header>
      <section className="inspector-section" aria-label={say("Shapes")}>
        <Shapes node={node} />
      </section>
      {hasFields ? (
        <Section title={say("Settings")}>
          <Settings node={node} of="layer" />
          {quietLine}
        </Section>
      ) : null}
      {check && check.count.length > 0 ? (
        <Section
          title={say("Parameters")}
          right={<span className="num">{formatCount(check.parameters)}</span>}
        >
          <ParameterCount tokens={check.count} total={check.parameters} />
          <Settings node={node} of="weights" />
          <CopiedWeights node={node} />
        </Section>
      ) : null}
      <Section title={say("What it computes")}>
        <Formula tex={layer.formula(node.fields)} />
        <p className="inspector-text">{translate(layer.summary)}</p>
      </Section>
      <div className="inspector-section">{gradient}</div>
    </>
  );
}

function NodeName({ node }: { readonly node: GraphNode }) {
  const [typed, setTyped] = useState(node.name);
  useEffect(() => setTyped(node.name), [node.name]);
  const commit = () => {
    const name = typed.trim().slice(0, 80);
    if (name === "" || name === node.name) return setTyped(node.name);
    const edits = [{ edit: "rename", id: node.id, name } as const];
    run({
      command: "edit-graph",
      label: say("rename {before} to {name}", { before: node.name, name }),
      edits,
    });
  };
  return (
    <input
      className="inspector-name"
      aria-label={say("Name of the layer")}
      data-testid="layer-name"
      spellCheck={false}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          setTyped(node.name);
          event.stopPropagation();
        }
        if (event.key === "Enter") event.currentTarget.blur();
      }}
    />
  );
}

/** The settings of what the layer computes, or of its weights. */
function Settings({ node, of }: { readonly node: GraphNode; readonly of: "layer" | "weights" }) {
  const fields = Object.fromEntries(
    Object.entries(layerKind(node.kind).fields).filter(
      ([name]) => parameterFieldNames.includes(name) === (of === "weights"),
    ),
  );
  const problems = useDocument((state) => state.check.problems);
  const inputs = useDocument((state) => state.check.nodes[node.id]?.inputs);
  return (
    <FieldForm
      fields={fields}
      values={node.fields}
      inputs={inputs ?? []}
      problems={problemLines(problems, node.id, Object.keys(fields))}
      onChange={(name, value) => {
        const setting = translate(fields[name]?.label ?? name).toLowerCase();
        run({
          command: "edit-graph",
          label: say("set {setting} of {name}", { setting, name: node.name }),
          edits: [{ edit: "set-fields", id: node.id, values: { [name]: value } }],
          merge: `${node.id} ${name}`,
        });
      }}
    />
  );
}

/** Room for a box beside the arrow, in pixels. */
const place = { width: 92, height: 56 };
const usualUnit = 5;

/** What comes in and what goes out, drawn to one scale. */
function Shapes({ node }: { readonly node: GraphNode }) {
  const check = useDocument((state) => state.check.nodes[node.id]);
  const waitsFor = useDocument(
    (state) => state.project.graph.nodes.find(({ id }) => id === check?.waitingFor)?.name,
  );
  const { inputs, hasOutput } = layerKind(node.kind);
  const incoming = inputs.maximum === 0 ? [] : distinct(check?.inputs ?? []);
  const columns: { readonly shape: Shape | null; readonly label: string }[] = [
    ...incoming.map(({ shape, count }) => ({
      shape,
      label: count > 1 ? say("in, {count} times", { count }) : say("in"),
    })),
    ...(hasOutput ? [{ shape: check?.output ?? null, label: say("out") }] : []),
  ];
  const known = columns.flatMap(({ shape }) => (shape ? [shape] : []));
  const unit = Math.min(usualUnit, ...known.map((shape) => unitThatFits(shape, place, usualUnit)));
  return (
    <div className="shapes" data-testid="shapes">
      {columns.map(({ shape, label }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns are their places
        <div key={index} className="shape-column">
          {index > 0 && hasOutput && index === columns.length - 1 ? (
            <ArrowRight className="shape-arrow" size={16} aria-hidden />
          ) : null}
          <div className="shape-drawing">
            {shape ? (
              <Silhouette shape={shape} unit={unit} tone="forward" />
            ) : (
              <span className="shape-unknown" />
            )}
          </div>
          <span className="num shape-text">{shape ? shapeText(shape) : "?"}</span>
          <span className="shape-label">{label}</span>
        </div>
      ))}
      {waitsFor && check?.state === "waiting" ? (
        <p className="shapes-note">{say("Waiting for {layer}.", { layer: waitsFor })}</p>
      ) : null}
    </div>
  );
}

/** Equal shapes of several inputs once, with how often. */
function distinct(
  shapes: readonly (Shape | null)[],
): { readonly shape: Shape | null; readonly count: number }[] {
  const found = new Map<string, { shape: Shape | null; count: number }>();
  for (const shape of shapes) {
    const key = shape ? shapeText(shape) : "?";
    const before = found.get(key);
    found.set(key, { shape, count: (before?.count ?? 0) + 1 });
  }
  return [...found.values()].slice(0, 3);
}
