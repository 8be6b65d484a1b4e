import type { ReactNode } from "react";
import type { GraphNode } from "../../engine/graph/graph.ts";
import { parameterFieldNames } from "../../engine/layers/parameter-fields.ts";
import { layerKind } from "../../engine/layers/registry.ts";
import { say, translate } from "../../engine/words/say.ts";
import { FieldForm } from "../design/field-form.tsx";
import { formatCount } from "../design/format.ts";
import { Formula } from "../design/formula.tsx";
import { NameField } from "../design/name-field.tsx";
import { Tile } from "../design/tile.tsx";
import { renameLayer } from "../document/actions.ts";
import { run, useDocument } from "../document/store.ts";
import { CopiedWeights } from "./copied-weights.tsx";
import { ParameterCount } from "./parameter-count.tsx";
import { problemLines } from "./problem-lines.ts";
import { Section } from "./section.tsx";
import { Shapes } from "./shapes.tsx";

export interface LayerPanelProps {
  readonly node: GraphNode;
  readonly quietLine: ReactNode;
  readonly gradient: ReactNode;
  readonly inside: ReactNode;
}

/** One layer, drawn from the record of its kind and from the check. */
export function LayerPanel({ node, quietLine, gradient, inside }: LayerPanelProps) {
  const check = useDocument((state) => state.check.nodes[node.id]);
  const layer = layerKind(node.kind);
  const hasFields = Object.keys(layer.fields).some((name) => !parameterFieldNames.includes(name));
  return (
    <>
      <header className="inspector-identity">
        <Tile kind={node.kind} size={30} />
        <div>
          <NameField
            value={node.name}
            label={say("Name of the layer")}
            className="inspector-name"
            testId="layer-name"
            onRename={(name) => renameLayer(node.id, name)}
          />
          <p>{translate(layer.title)}</p>
        </div>
        {inside}
      </header>
      <section className="inspector-section" aria-label={say("Shapes")}>
        <LayerShapes node={node} />
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
        const setting = () => translate(fields[name]?.label ?? name).toLowerCase();
        run({
          command: "edit-graph",
          label: () => say("set {setting} of {name}", { setting: setting(), name: node.name }),
          edits: [{ edit: "set-fields", id: node.id, values: { [name]: value } }],
          merge: `${node.id} ${name}`,
        });
      }}
    />
  );
}

/** What comes in and what goes out of a layer. */
function LayerShapes({ node }: { readonly node: GraphNode }) {
  const check = useDocument((state) => state.check.nodes[node.id]);
  const waitsFor = useDocument(
    (state) => state.project.graph.nodes.find(({ id }) => id === check?.waitingFor)?.name,
  );
  const { inputs, hasOutput } = layerKind(node.kind);
  return (
    <Shapes
      incoming={inputs.maximum === 0 ? [] : (check?.inputs ?? [])}
      outgoing={hasOutput ? [check?.output ?? null] : []}
      waitsFor={check?.state === "waiting" ? waitsFor : undefined}
    />
  );
}
