import { say, translate } from "../../engine/words/say.ts";
import { Said } from "../design/said.tsx";
import "./data-card.css";
import { CircleAlert, Database } from "lucide-react";
import { isPlane, ownHashes } from "../../engine/data/dataset.ts";
import { describeReference } from "../../engine/data/describe.ts";
import type { DataCard as Card, WorkerEvent } from "../../engine/protocol.ts";
import { Button } from "../design/button.tsx";
import { useDocument } from "../document/store.ts";
import { ProgressBar } from "../views/progress-bar.tsx";
import { describeAgain, useDataCard } from "./cards.ts";
import { DataChooser, PaletteDataChooser } from "./data-chooser.tsx";
import { ExampleGrid, FeatureTable } from "./data-picture.tsx";
import { findData } from "./file-import.ts";
import { openPainter } from "./painter/painter-store.ts";
import { openDataPanel } from "./panel/panel-store.ts";

export type Loading = Omit<Extract<WorkerEvent, { event: "loading" }>, "event">;

/** The chosen data set at the foot of the palette: name, sizes, examples, and the way to another one. */
export function DataCardPanel({
  loading,
  width,
}: {
  readonly loading: Loading | null;
  readonly width: number;
}) {
  const reference = useDocument((state) => state.project.data);
  const state = useDataCard(reference);
  if (reference === null || state === null)
    return (
      <section className="data-card" aria-label={say("Data set")}>
        <p className="data-empty">{say("Choose a data set to see shapes and to train.")}</p>
        <PaletteDataChooser trigger={<Button>{say("Choose a data set")}</Button>} />
      </section>
    );
  return (
    <section className="data-card" aria-label={say("Data set")} data-testid="data-card">
      <div className="data-head">
        <h3 className="data-name" title={translate(describeReference(reference).name)}>
          {translate(describeReference(reference).name)}
        </h3>
        <button
          type="button"
          className="data-change"
          aria-label={say("Look at the data set")}
          onClick={() => openDataPanel()}
        >
          {say("Look")}
        </button>
        <PaletteDataChooser
          trigger={
            <button type="button" className="data-change">
              {say("Change")}
            </button>
          }
        />
      </div>
      {state.state === "loading" ? <LoadingLine loading={loading} /> : null}
      {state.state === "refused" ? (
        <div className="data-trouble" role="alert">
          <p>
            <CircleAlert size={14} aria-hidden /> {state.trouble.title}. {state.trouble.reason}
          </p>
          <p>{state.trouble.next}</p>
          <div className="data-trouble-buttons">
            {reference.kind === "painted" ? (
              <Button onClick={() => void openPainter()}>{say("Paint points")}</Button>
            ) : null}
            {ownHashes(reference).length > 0 ? (
              <Button onClick={() => void findData(reference)}>{say("Find the data…")}</Button>
            ) : null}
            <Button onClick={() => describeAgain(reference)}>{say("Try again")}</Button>
          </div>
        </div>
      ) : null}
      {state.state === "ready" ? (
        <>
          <p className="data-sizes">
            <Sizes sizes={state.card.sizes} />
          </p>
          <ExampleGrid card={state.card} width={width} />
        </>
      ) : null}
    </section>
  );
}

/** The way to a data set where the palette is a column of glyphs: a word at any width, as it is no layer. */
export function DataCardGlyph() {
  const reference = useDocument((state) => state.project.data);
  const words = reference
    ? say("Data set: {name}", { name: translate(describeReference(reference).name) })
    : say("Choose a data set");
  return (
    <PaletteDataChooser
      trigger={
        <button
          type="button"
          className="data-glyph"
          aria-label={words}
          title={words}
          data-chosen={reference !== null}
        >
          <Database size={16} aria-hidden />
          {say("Data")}
        </button>
      }
    />
  );
}

/** Name, sizes, classes and source in words, for the inspector. */
export function DataSummary() {
  const reference = useDocument((state) => state.project.data);
  const state = useDataCard(reference);
  const card = state?.state === "ready" ? state.card : null;
  return (
    <div className="data-summary">
      <div className="data-head">
        <h4>{reference ? translate(describeReference(reference).name) : say("None chosen")}</h4>
        <DataChooser trigger={<Button>{reference ? say("Change") : say("Choose")}</Button>} />
      </div>
      {card ? (
        <>
          <p className="data-sizes">
            <Sizes sizes={card.sizes} withTest />
          </p>
          <p className="data-buttons">
            <Button onClick={() => openDataPanel()}>{say("Look at the data")}</Button>
            <Button onClick={() => openDataPanel("split")}>{say("Parts and scaling")}</Button>
            {reference && isPlane(reference) && !card.targets ? (
              <Button onClick={() => void openPainter()}>{say("Paint points")}</Button>
            ) : null}
          </p>
          <p className="inspector-text">{card.summary}</p>
          <FeatureTable card={card} />
          <p className="data-source">
            {sentence(card.source)} {sentence(card.licence)}
          </p>
        </>
      ) : null}
    </div>
  );
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function Sizes({ sizes, withTest = false }: { readonly sizes: Card["sizes"]; readonly withTest?: boolean }) {
  const { train, validation, test } = sizes;
  return (
    <Said
      message={
        withTest
          ? "<b>{train, number}</b> train, <b>{validation, number}</b> validation, <b>{test, number}</b> test"
          : "<b>{train, number}</b> train, <b>{validation, number}</b> validation"
      }
      values={{
        train,
        validation,
        ...(withTest ? { test } : {}),
        b: (number) => <span className="num">{number}</span>,
      }}
    />
  );
}

function LoadingLine({ loading }: { readonly loading: Loading | null }) {
  return (
    <div className="data-loading">
      <p>{loading ? say("Loading {what}", { what: loading.what }) : say("Loading")}</p>
      <ProgressBar
        name={say("Loading")}
        done={loading ? loading.done / Math.max(1, loading.total) : 0}
        parts={1}
      />
    </div>
  );
}
