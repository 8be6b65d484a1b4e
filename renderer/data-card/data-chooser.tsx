import { type ReactElement, useState } from "react";
import { create } from "zustand";
import { type DatasetReference, datasetReferenceSchema } from "../../engine/data/dataset.ts";
import { builtInSets, generatedSets } from "../../engine/data/registry.ts";
import { type AnyFieldValues, defaultValues } from "../../engine/layers/fields.ts";
import { shapeText } from "../../engine/tensor.ts";
import { phrase, say, translate } from "../../engine/words/say.ts";
import { FieldForm } from "../design/field-form.tsx";
import { Popover } from "../design/popover.tsx";
import { useDocument } from "../document/store.ts";
import { chooseData } from "./cards.ts";
import { importData } from "./file-import.ts";
import { openPainter } from "./painter/painter-store.ts";

/** Every set that ships with the app and every one computed from a seed, with its settings. Choices act at once. */
export function DataChooser({ trigger }: { readonly trigger: ReactElement }) {
  const [open, setOpen] = useState(false);
  return <ChooserPopover trigger={trigger} open={open} setOpen={setOpen} />;
}

const useChooser = create<{ readonly open: boolean }>()(() => ({ open: false }));

/** Opens the choice of data sets where it always stands: at the foot of the palette. */
export function openDataChooser(): void {
  useChooser.setState({ open: true });
}

/** The chooser at the foot of the palette, which other parts of the window open, too. */
export function PaletteDataChooser({ trigger }: { readonly trigger: ReactElement }) {
  const open = useChooser((state) => state.open);
  return (
    <ChooserPopover trigger={trigger} open={open} setOpen={(next) => useChooser.setState({ open: next })} />
  );
}

function ChooserPopover({
  trigger,
  open,
  setOpen,
}: {
  readonly trigger: ReactElement;
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
}) {
  return (
    <Popover
      trigger={trigger}
      label={say("Choose a data set")}
      side="right"
      align="end"
      className="data-chooser"
      open={open}
      onOpenChange={setOpen}
    >
      <ChooserContent onLeave={() => setOpen(false)} />
    </Popover>
  );
}

function ChooserContent({ onLeave }: { readonly onLeave: () => void }) {
  const chosen = useDocument((state) => state.project.data);
  return (
    <>
      <h2>{say("Data set")}</h2>
      <h3>{say("Pictures")}</h3>
      <BuiltInEntries sets={pictureSets} />
      <h3>{say("Tables")}</h3>
      <BuiltInEntries sets={tableSets} />
      <h3>{say("Your own")}</h3>
      <SetEntry
        title={phrase("Paint points")}
        summary={phrase(
          "Click and paint points of two to five classes on the plane; from points computed from a seed it begins with these.",
        )}
        shape=""
        isChosen={chosen?.kind === "painted"}
        onChoose={() => {
          onLeave();
          void openPainter();
        }}
      />
      <SetEntry
        title={phrase("Import a file")}
        summary={phrase(
          "A table (CSV, TSV), IDX pictures with their labels, CIFAR-10, or a zip of picture folders. Or drop it on the window.",
        )}
        shape=""
        isChosen={chosen?.kind === "table" || chosen?.kind === "pictures"}
        onChoose={() => void importData({ ask: "file" })}
      />
      <SetEntry
        title={phrase("Import a folder")}
        summary={phrase("Of pictures, one folder for each class: PNG, JPEG, WebP or GIF of any size.")}
        shape=""
        isChosen={chosen?.kind === "picture-folder"}
        onChoose={() => void importData({ ask: "folder" })}
      />
      <h3>{say("Points, computed from a seed")}</h3>
      {generatedSets.map(({ id, kind, title, summary, fields }) => (
        <div key={id}>
          <SetEntry
            title={title}
            summary={summary}
            shape=""
            isChosen={chosen?.kind === kind && chosen.id === id}
            onChoose={() => choose({ kind, id, ...defaultValues(fields) })}
          />
          {chosen?.kind === "generated" && chosen.id === id ? (
            <div className="data-fields">
              <FieldForm
                fields={fields}
                values={settingsOf(chosen)}
                onChange={(name, value) => choose({ ...chosen, [name]: value })}
              />
            </div>
          ) : null}
        </div>
      ))}
    </>
  );
}

const pictureSets = builtInSets.filter(({ inputShape }) => inputShape.length === 3);
const tableSets = builtInSets.filter(({ inputShape }) => inputShape.length === 1);

function BuiltInEntries({ sets }: { readonly sets: readonly (typeof builtInSets)[number][] }) {
  const chosen = useDocument((state) => state.project.data);
  return sets.map(({ id, kind, title, summary, inputShape }) => (
    <SetEntry
      key={id}
      title={title}
      summary={summary}
      shape={shapeText(inputShape)}
      isChosen={chosen?.kind === kind && chosen.id === id}
      onChoose={() => choose({ kind, id })}
    />
  ));
}

function SetEntry(props: {
  readonly title: string;
  readonly summary: string;
  readonly shape: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}) {
  return (
    <button type="button" className="data-entry" aria-pressed={props.isChosen} onClick={props.onChoose}>
      <span className="data-entry-title">
        {translate(props.title)}
        <span className="num">{props.shape}</span>
      </span>
      <span className="data-entry-summary">{translate(props.summary)}</span>
    </button>
  );
}

/** The form's values; a setting that an older file leaves out takes its default there. */
function settingsOf(reference: Extract<DatasetReference, { kind: "generated" }>): AnyFieldValues {
  const { kind: _kind, id: _id, preparation: _preparation, ...settings } = reference;
  return settings as AnyFieldValues;
}

function choose(reference: object): void {
  chooseData(datasetReferenceSchema.parse(reference));
}
