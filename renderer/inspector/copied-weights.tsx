import { Download, X } from "lucide-react";
import { useState } from "react";
import type { DesktopBridge } from "../../app/contract/calls.ts";
import type { Trouble } from "../../app/contract/desktop.ts";
import { whyNotCopied } from "../../engine/graph/copied.ts";
import { weightShapes } from "../../engine/graph/copied-rule.ts";
import type { GraphNode } from "../../engine/graph/graph.ts";
import { layerKind } from "../../engine/layers/registry.ts";
import { shapeText } from "../../engine/tensor.ts";
import { listFormat } from "../../engine/words/numbers.ts";
import { say, translate } from "../../engine/words/say.ts";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { Said } from "../design/said.tsx";
import { answerOf, desktopBridge } from "../desktop.ts";
import { run, useDocument } from "../document/store.ts";

type Layers = Extract<Awaited<ReturnType<DesktopBridge["modelLayers"]>>, { ok: true }>["value"];

/** Where a layer's weights start from, if they were copied, and the way to a model to copy them from. */
export function CopiedWeights({ node }: { readonly node: GraphNode }) {
  const [layers, setLayers] = useState<Layers>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const chooseModel = async () => {
    setTrouble(null);
    const answer = await answerOf(desktopBridge().modelLayers(null));
    if (answer.ok) setLayers(answer.value);
    else setTrouble(answer.trouble);
  };
  const copy = async (layer: string) => {
    if (!layers) return;
    setLayers(null);
    const answer = await answerOf(desktopBridge().copyLayer({ path: layers.path, node: layer }));
    if (!answer.ok) return setTrouble(answer.trouble);
    const { value: copied } = answer;
    run({
      command: "edit-graph",
      label: () => say("copy the weights of {layer} to {name}", { layer: copied.layer, name: node.name }),
      edits: [{ edit: "set-copied", id: node.id, copied }],
    });
  };
  return (
    <div className="copied">
      {node.copied ? (
        <>
          <p className="inspector-text">
            <Said
              message="Starts from <b>{layer}</b> of {model}, whatever the initialiser says."
              values={{ layer: node.copied.layer, model: node.copied.model, b: (name) => <b>{name}</b> }}
            />
          </p>
          <Button
            onClick={() =>
              run({
                command: "edit-graph",
                label: () => say("draw the weights of {name}", { name: node.name }),
                edits: [{ edit: "set-copied", id: node.id, copied: null }],
              })
            }
          >
            <X size={14} aria-hidden /> {say("Draw them anew")}
          </Button>
        </>
      ) : (
        <Button onClick={() => void chooseModel()}>
          <Download size={14} aria-hidden /> {say("Copy from a model…")}
        </Button>
      )}
      {trouble ? (
        <p className="inspector-text" role="alert">
          {trouble.title}. {trouble.reason} {trouble.next}
        </p>
      ) : null}
      {layers ? (
        <LayerChooser node={node} layers={layers} onCopy={copy} onClose={() => setLayers(null)} />
      ) : null}
    </div>
  );
}

function LayerChooser(props: {
  readonly node: GraphNode;
  readonly layers: NonNullable<Layers>;
  readonly onCopy: (layer: string) => Promise<void>;
  readonly onClose: () => void;
}) {
  const { node, layers, onCopy, onClose } = props;
  const inputs = useDocument((state) => state.check.nodes[node.id]?.inputs);
  const own = weightShapes(node, inputs?.flatMap((shape) => (shape ? [shape] : [])) ?? []);
  return (
    <Dialog
      title={say("Weights for {name}", { name: node.name })}
      onClose={onClose}
      buttons={<Button onClick={onClose}>{say("Cancel")}</Button>}
    >
      <p>
        {say("{model}: a layer whose weights have the shape {shapes}.", {
          model: layers.name,
          shapes: shapesText(own),
        })}
      </p>
      <ul className="copied-layers">
        {layers.layers.map(({ node: id, name, kind, weights }) => {
          const why = whyNotCopied(weights, own);
          return (
            <li key={id}>
              <span>
                <b>{name}</b>
                <span>{why ?? `${translate(layerKind(kind).title)}, ${shapesText(weights)}`}</span>
              </span>
              <Button disabledReason={why} onClick={() => void onCopy(id)}>
                {say("Copy")}
              </Button>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}

function shapesText(weights: readonly { readonly shape: readonly number[] }[]): string {
  return listFormat().format(weights.map(({ shape }) => shapeText(shape)));
}
