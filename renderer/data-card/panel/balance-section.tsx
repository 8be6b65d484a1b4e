import type { DataLook, DataPart } from "../../../engine/protocol.ts";
import { phrase, say, translate } from "../../../engine/words/say.ts";
import { formatNumber, formatShare, formatValue } from "../../views/format.ts";
import styles from "./panel.module.css";

const parts: readonly { readonly part: DataPart; readonly title: string }[] = [
  { part: "train", title: phrase("Training") },
  { part: "validation", title: phrase("Validation") },
  { part: "test", title: phrase("Test") },
];

/** How often each class, or each range of a number to predict, comes in each part. */
export function BalanceSection({ look }: { readonly look: DataLook }) {
  const { counts, target, classNames } = look;
  if (counts) {
    const rows = classNames.map((name, label) => ({
      name,
      of: (part: DataPart) => counts[part][label] ?? 0,
    }));
    return (
      <>
        <Bars rows={rows} first={say("Class")} />
        <p className={styles.words}>{balanceWords(classNames, counts.train)}</p>
      </>
    );
  }
  if (!target)
    return <p className={styles.words}>{say("These data have neither classes nor numbers to predict.")}</p>;
  const step = (target.high - target.low) / target.counts.train.length;
  const rows = target.counts.train.map((_, bar) => ({
    name: say("{low} to {high}", {
      low: formatValue(target.low + bar * step),
      high: formatValue(target.low + (bar + 1) * step),
    }),
    of: (part: DataPart) => target.counts[part][bar] ?? 0,
  }));
  return <Bars rows={rows} first={target.name} />;
}

interface Row {
  readonly name: string;
  readonly of: (part: DataPart) => number;
}

function Bars({ rows, first }: { readonly rows: readonly Row[]; readonly first: string }) {
  const largest = Math.max(1, ...rows.map(({ of }) => parts.reduce((sum, { part }) => sum + of(part), 0)));
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {parts.map(({ part, title }) => (
              <th scope="col" key={part} data-part={part}>
                {translate(title)}
              </th>
            ))}
            <th scope="col" className={styles.wide}>
              {say("Together")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, of }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {parts.map(({ part }) => (
                <td key={part}>{formatNumber(of(part))}</td>
              ))}
              <td className={styles.wide}>
                <span className={styles.stack} aria-hidden>
                  {parts.map(({ part }) => (
                    <span
                      key={part}
                      data-part={part}
                      style={{ width: `${((100 * of(part)) / largest).toFixed(2)}%` }}
                    />
                  ))}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What a guess that always says the most frequent class would reach. */
function balanceWords(classNames: readonly string[], counts: readonly number[]): string {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const name = classNames[counts.indexOf(most)] ?? "";
  if (total === 0) return "";
  if (most === least)
    return say("Every class is equally frequent: who always says the same is right in {share}.", {
      share: formatShare(most / total),
    });
  return say(
    "{name} is the most frequent class: who always says so is right in {share} of the training part. An accuracy is worth what it is above that.",
    { name, share: formatShare(most / total) },
  );
}
