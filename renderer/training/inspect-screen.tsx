import { useEffect, useMemo } from "react";
import type { Graph } from "../../engine/graph/graph.ts";
import { layerKind } from "../../engine/layers/registry.ts";
import { checkProject } from "../../engine/project/check.ts";
import type { LayerLook } from "../../engine/protocol.ts";
import { imageSize, shapeText } from "../../engine/tensor.ts";
import { say } from "../../engine/words/say.ts";
import { Button } from "../design/button.tsx";
import { Segmented } from "../design/segmented.tsx";
import { Tile } from "../design/tile.tsx";
import { useDocument } from "../document/store.ts";
import { formatValue } from "../views/format.ts";
import { WindowedGrid } from "../views/windowed-grid.tsx";
import { BeforeAfter } from "./before-after.tsx";
import { ClassExplanation } from "./class-explanation.tsx";
import { Distributions } from "./distributions/distributions.tsx";
import { Dock } from "./dock.tsx";
import { openHiddenSpace } from "./hidden-space/hidden-space-store.ts";
import styles from "./inspect.module.css";
import { chooseLayer, followCursor, followRun, type MapScale, useInspect } from "./inspect-store.ts";
import { layerCsv } from "./inspect-tables.ts";
import { KernelList } from "./kernel-list.tsx";
import { ColourBar, MapGrid, mapsPicture, useMapColours } from "./map-grid.tsx";
import { MapReader } from "./map-reader.tsx";
import { Microscope } from "./microscope.tsx";
import { fieldOf, NeuronFields } from "./neuron-fields.tsx";
import { NodePicture } from "./node-picture.tsx";
import { ProbePanel } from "./probe-panel.tsx";
import { SaveMenu } from "./save-menu.tsx";
import { Seeking } from "./seeking/seeking.tsx";
import { step, useTraining } from "./store.ts";
import { TryPanel } from "./trying/try-panel.tsx";
import { useTry } from "./trying/try-store.ts";
import { useOffer } from "./use-offer.ts";
import { useAskedNames } from "./use-task.ts";

/** The Inspect mode: every layer of the run, all maps of the chosen one, and its kernels. */
export function InspectScreen({ onFindData }: { readonly onFindData: () => void }) {
  useEffect(followRun, []);
  useEffect(followCursor, []);
  const hasPictures = useTraining(({ pictures }) => pictures !== null);
  const refusal = useInspect((state) => state.refusal);
  return (
    <main className={styles.mode} data-testid="inspect">
      {hasPictures ? (
        <div className={styles.screen}>
          <LayerList />
          {refusal ? <p className={styles.refusal}>{refusal}</p> : <ChosenLayer />}
        </div>
      ) : (
        <div className={styles.empty}>
          <NothingYet />
        </div>
      )}
      <section className={styles.dock} aria-label={say("Training")} data-region="dock">
        <Dock collapsed onFindData={onFindData} />
      </section>
    </main>
  );
}

/** What will be here, and the shortest way to it. */
function NothingYet() {
  const { stepRefused } = useOffer();
  return (
    <div>
      <h2>{say("Nothing to see yet")}</h2>
      <p>
        {say(
          "Train at least one batch. Then every layer is here with its maps, kernels and numbers, and how each value came about.",
        )}
      </p>
      <Button disabledReason={stepRefused} onClick={() => void step("batch")}>
        {say("Train one batch and look")}
      </Button>
    </div>
  );
}

/** Beside the picture the names of the classes still fit. */
const probeRoom = { image: 56, plane: 84 } as const;

function LayerList() {
  const nodes = useTraining(({ network }) => network?.graph.nodes);
  const order = useTraining(({ pictures }) => pictures?.nodes.map(({ node }) => node).join("\n") ?? "");
  const chosen = useInspect((state) => state.node);
  const network = useTraining((state) => state.network);
  const data = useDocument((state) => state.data);
  // Of the run's own network, which the document may have left behind.
  const shapes = useMemo(() => network && checkProject(network, data).nodes, [network, data]);
  return (
    <div className={styles.left}>
      <nav className={styles.layers} aria-label={say("Layers")} data-region="layers">
        <h2>{say("From input to output")}</h2>
        <ul>
          {order.split("\n").map((id) => {
            const node = nodes?.find((candidate) => candidate.id === id);
            if (!node || !layerKind(node.kind).hasOutput) return null;
            return (
              <li key={id}>
                <button type="button" aria-pressed={chosen === id} onClick={() => chooseLayer(id)}>
                  <span className={styles.layerName}>
                    <Tile kind={node.kind} size={18} />
                    {node.name}
                    <span className={styles.layerShape}>{shapeText(shapes?.[id]?.output ?? [])}</span>
                  </span>
                  <NodePicture nodeId={id} />
                </button>
              </li>
            );
          })}
        </ul>
      </nav>
      <div className={styles.probe}>
        <ProbePanel room={probeRoom} />
      </div>
    </div>
  );
}

function ChosenLayer() {
  const look = useInspect((state) => state.look);
  const name = useTraining(
    ({ network }) => network?.graph.nodes.find(({ id }) => id === look?.node)?.name ?? "",
  );
  if (!look) return null;
  return <Layer look={look} name={name} />;
}

function Layer({ look, name }: { readonly look: LayerLook; readonly name: string }) {
  const scale = useInspect((state) => state.scale);
  const colours = useMapColours(look);
  const trying = useTry((state) => state.shown);
  const hasFields = useTraining(({ pictures }) => fieldOf(pictures, look.node) !== null);
  const size = imageSize(look.shape);
  return (
    <>
      <div className={styles.middle}>
        <section className={styles.maps} aria-label={say("Maps of {name}", { name })} data-region="maps">
          <header>
            <h2>{name}</h2>
            <span className={styles.shape}>{shapeText(look.shape)}</span>
            <BeforeAfter node={look.node} />
            <HiddenSpaceButton />
            {size ? (
              <>
                <Segmented
                  label={say("Scale of the maps")}
                  value={scale}
                  options={[
                    { value: "own", label: say("Own scale") },
                    { value: "shared", label: say("Shared") },
                  ]}
                  onChange={(chosen: MapScale) => useInspect.setState({ scale: chosen })}
                />
                <ColourBar look={look} scale={scale} />
              </>
            ) : null}
            <SaveMenu
              title={size ? say("Maps of {name}", { name }) : say("Values of {name}", { name })}
              saved={{
                csv: () => layerCsv(look),
                ...(size
                  ? { png: () => mapsPicture(look, scale, colours) }
                  : hasFields
                    ? { png: "section" }
                    : {}),
              }}
            />
          </header>
          {size ? <MapGrid look={look} /> : <Neurons node={look.node} values={look.values} />}
        </section>
        <Distributions node={look.node} />
      </div>
      <div className={styles.side}>
        {trying ? <TryPanel /> : null}
        <aside className={styles.detail} aria-label={say("Chosen map")} data-region="detail">
          {size ? <MapReader look={look} name={name} /> : null}
          <Microscope />
          <ClassExplanation />
          <Seeking look={look} />
          <KernelList look={look} />
        </aside>
      </div>
    </>
  );
}

function HiddenSpaceButton() {
  return <Button onClick={() => openHiddenSpace()}>{say("Hidden space")}</Button>;
}

/** A row of numbers has no maps: what each gives over the plane, where the data lie in it, or the numbers themselves. */
function Neurons({ node, values }: { readonly node: string; readonly values: Float32Array }) {
  const hasFields = useTraining(({ pictures }) => fieldOf(pictures, node) !== null);
  return hasFields ? <NeuronFields node={node} values={values} /> : <Vector node={node} values={values} />;
}

/** The numbers themselves; the one that is chosen is looked into. */
function Vector({ node, values }: { readonly node: string; readonly values: Float32Array }) {
  const chosen = useInspect((state) => state.map);
  const asked = useAskedNames();
  const isLast = useTraining(({ network }) => network !== null && feedsOutput(network.graph, node));
  // What the network says is named as people do: the class, or the number that it predicts.
  const names = isLast && asked.length === values.length ? asked : [];
  return (
    <WindowedGrid
      count={values.length}
      label={say("Values")}
      className={styles.numbers}
      item={(index) => (
        <button
          type="button"
          aria-pressed={index === chosen}
          aria-label={say("{name}: {value}", {
            name: names[index] ?? say("Unit {index}", { index: index + 1 }),
            value: formatValue(values[index] ?? Number.NaN),
          })}
          title={names[index]}
          onClick={() => useInspect.setState({ map: index })}
        >
          <span>{names[index] ?? index + 1}</span>
          {formatValue(values[index] ?? Number.NaN)}
        </button>
      )}
    />
  );
}

/** Whether what a layer gives is what the loss reads. */
function feedsOutput({ nodes, edges }: Graph, node: string): boolean {
  const isOutput = (id: string) => nodes.some((each) => each.id === id && !layerKind(each.kind).hasOutput);
  return edges.some(({ from, to }) => from === node && isOutput(to));
}
