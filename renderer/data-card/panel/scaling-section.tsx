import { type DatasetReference, isPlane } from "../../../engine/data/dataset.ts";
import { scalings } from "../../../engine/data/preparation.ts";
import type { DataLook } from "../../../engine/protocol.ts";
import { say, translate } from "../../../engine/words/say.ts";
import { Said } from "../../design/said.tsx";
import { SelectField } from "../../design/select-field.tsx";
import { formatValue } from "../../views/format.ts";
import styles from "./panel.module.css";
import { setPreparation } from "./panel-store.ts";

const own = "own";
/** Columns whose numbers are told; more are only counted. */
const most = 60;

/** What the network sees of a stored number. */
export function ScalingSection({
  data,
  look,
}: {
  readonly data: DatasetReference;
  readonly look: DataLook | null;
}) {
  if (isPlane(data))
    return (
      <p className={styles.words}>
        {say(
          "Points in the plane stay in their own units, in which they are drawn. A batch norm right after the input scales them within the network.",
        )}
      </p>
    );
  const chosen = data.preparation?.scaling;
  const record = scalings.find(({ name }) => name === chosen);
  return (
    <div className={styles.form}>
      <div className={styles.choice}>
        <span>{say("Numbers are seen")}</span>
        <SelectField
          label={say("Numbers are seen")}
          value={chosen ?? own}
          options={[
            { value: own, label: say("As the set has it") },
            ...scalings.map(({ name, title }) => ({ value: name, label: translate(title) })),
          ]}
          onChange={(wanted) => {
            const scaling = scalings.find(({ name }) => name === wanted);
            setPreparation(() => (scaling ? say("set the scaling") : say("take the own scaling")), {
              scaling: scaling?.name,
            });
          }}
        />
      </div>
      <p className={styles.words}>
        {record
          ? translate(record.summary)
          : say(
              "Pictures go from 0 to 1; the columns of a table have mean 0 and deviation 1 on the training part.",
            )}{" "}
        {say("What is measured for it is measured on the training part alone.")}
      </p>
      {look ? <Seen look={look} /> : null}
    </div>
  );
}

function Seen({ look: { seen, scaled } }: { readonly look: DataLook }) {
  return (
    <>
      <p className={styles.words}>
        <Said
          message="So the network sees numbers from <b>{low}</b> to <b>{high}</b>, with mean <b>{mean}</b> and deviation <b>{deviation}</b>."
          values={{
            low: formatValue(seen.low),
            high: formatValue(seen.high),
            mean: formatValue(seen.mean),
            deviation: formatValue(seen.deviation),
            b: (number) => <b>{number}</b>,
          }}
        />
      </p>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{say("Of a stored number x")}</th>
              <th scope="col">{say("The network sees")}</th>
            </tr>
          </thead>
          <tbody>
            {scaled.slice(0, most).map(({ name, scale, offset }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  {formatValue(scale)} x {offset < 0 ? "−" : "+"} {formatValue(Math.abs(offset))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {scaled.length > most ? (
        <p className={styles.words}>
          {say("And {count, number} more columns.", { count: scaled.length - most })}
        </p>
      ) : null}
    </>
  );
}
