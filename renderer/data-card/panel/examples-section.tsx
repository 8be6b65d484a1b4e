import { ChevronLeft, ChevronRight } from "lucide-react";
import type { DataExamples, DataLook, DataPart } from "../../../engine/protocol.ts";
import { phrase, say, translate } from "../../../engine/words/say.ts";
import { IconButton } from "../../design/button.tsx";
import { Segmented } from "../../design/segmented.tsx";
import { SelectField } from "../../design/select-field.tsx";
import { formatNumber, formatValue } from "../../views/format.ts";
import { ImageView } from "../../views/image-view.tsx";
import styles from "./panel.module.css";
import { choose, pageSize, useDataPanel } from "./panel-store.ts";

/** Side of a picture in CSS pixels. */
const room = 56;
/** Columns of a table that are shown; more would be no table any more. */
const mostColumns = 40;

const every = "every";

const parts: readonly { readonly value: DataPart; readonly label: string }[] = [
  { value: "train", label: phrase("Training") },
  { value: "validation", label: phrase("Validation") },
  { value: "test", label: phrase("Test") },
];

/** The examples of a part, a page at a time, with what they are to be answered with. */
export function ExamplesSection({ look }: { readonly look: DataLook }) {
  const { choice, examples } = useDataPanel();
  const { classNames } = look;
  const last = Math.min(choice.from + pageSize, examples?.total ?? 0);
  return (
    <>
      <div className={styles.bar}>
        <Segmented
          label={say("Part")}
          value={choice.part}
          options={parts.map(({ value, label }) => ({ value, label: translate(label) }))}
          onChange={(part) => choose({ part })}
        />
        {look.counts ? (
          <div className={styles.classes}>
            <SelectField
              label={say("Class")}
              value={choice.label === null ? every : String(choice.label)}
              options={[
                { value: every, label: say("Every class") },
                ...classNames.map((name, label) => ({ value: String(label), label: name })),
              ]}
              onChange={(chosen) => choose({ label: chosen === every ? null : Number(chosen) })}
            />
          </div>
        ) : null}
        {examples && examples.total > 0 ? (
          <div className={styles.pages}>
            <span className="num">
              {say("{from, number}–{last, number} of {total, number}", {
                from: choice.from + 1,
                last,
                total: examples.total,
              })}
            </span>
            <IconButton
              label={say("Earlier examples")}
              disabledReason={choice.from === 0 ? say("These are the first") : null}
              onClick={() => choose({ from: Math.max(0, choice.from - pageSize) })}
            >
              <ChevronLeft size={16} aria-hidden />
            </IconButton>
            <IconButton
              label={say("Later examples")}
              disabledReason={last >= examples.total ? say("These are the last") : null}
              onClick={() => choose({ from: choice.from + pageSize })}
            >
              <ChevronRight size={16} aria-hidden />
            </IconButton>
          </div>
        ) : null}
      </div>
      {examples === null ? null : examples.total === 0 ? (
        <p className={styles.words}>{say("There are no such examples.")}</p>
      ) : examples.columns.length === 0 ? (
        <Pictures examples={examples} classNames={classNames} />
      ) : (
        <Rows examples={examples} classNames={classNames} />
      )}
    </>
  );
}

interface Shown {
  readonly examples: DataExamples;
  readonly classNames: readonly string[];
}

function Pictures({ examples, classNames }: Shown) {
  const { indices, values, shape, labels } = examples;
  const size = values.length / indices.length;
  return (
    <ul className={styles.pictures}>
      {Array.from(indices, (index, place) => {
        const name = classNames[labels?.[place] ?? -1] ?? "";
        return (
          <li key={index} title={say("{name}, example {index, number}", { name, index })}>
            <ImageView
              name={name}
              values={values.subarray(place * size, (place + 1) * size)}
              shape={shape}
              room={room}
            />
            <span>{name}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Rows({ examples, classNames }: Shown) {
  const { indices, values, columns, labels, targets } = examples;
  const width = columns.length;
  const shown = columns.slice(0, mostColumns);
  const wanted = targets?.names ?? [say("class")];
  const answer = (place: number, target: number) =>
    targets
      ? formatValue(targets.values[place * targets.names.length + target] ?? Number.NaN)
      : (classNames[labels?.[place] ?? -1] ?? "");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className={styles.scroll} aria-label={say("Rows of the table")} tabIndex={0}>
      <table className={`${styles.table} ${styles.rows}`}>
        <thead>
          <tr>
            <th scope="col">{say("Row")}</th>
            {wanted.map((name) => (
              <th scope="col" key={name} title={name}>
                {name}
              </th>
            ))}
            {shown.map((name) => (
              <th scope="col" key={name} title={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from(indices, (index, place) => (
            <tr key={index}>
              <th scope="row">{formatNumber(index + 1)}</th>
              {wanted.map((name, target) => (
                <td key={name} title={answer(place, target)}>
                  {answer(place, target)}
                </td>
              ))}
              {shown.map((name, column) => {
                const value = values[place * width + column] ?? Number.NaN;
                return <td key={name}>{Number.isNaN(value) ? say("missing") : formatValue(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {width > mostColumns ? (
        <p className={styles.words}>
          {say("The first {most} of {count, number} columns.", { most: mostColumns, count: width })}
        </p>
      ) : null}
    </section>
  );
}
