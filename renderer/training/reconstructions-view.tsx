import type { ReconstructionJudgement } from "../../engine/protocol.ts";
import { metrics } from "../../engine/training/measures.ts";
import { phrase, say, translate } from "../../engine/words/say.ts";
import { csv } from "../views/csv.ts";
import { formatValue } from "../views/format.ts";
import { ImageView } from "../views/image-view.tsx";
import { formatMetric } from "../views/score.ts";
import styles from "./judgement.module.css";
import own from "./reconstructions.module.css";
import { chooseProbe, useTraining } from "./store.ts";
import { TableTools } from "./table-tools.tsx";

/** Side of a picture in CSS pixels. */
const room = 56;

const groups = [phrase("Given back worst"), phrase("In the middle"), phrase("Given back best")] as const;

/** Inputs beside what an autoencoder made of them: the worst, the middle and the best. */
export function ReconstructionsView({ judgement }: { readonly judgement: ReconstructionJudgement }) {
  const { shown, measures } = judgement;
  const { mae = Number.NaN, rmse = Number.NaN } = measures[0]?.values ?? {};
  return (
    <section className={styles.targets} aria-label={say("Given back")}>
      <header>
        <p className={styles.caption}>
          {say(
            "{mae} {maeValue}, {rmse} {rmseValue}, in the numbers that the network sees. R²: 1 is perfect, 0 is as good as the mean picture.",
            {
              mae: translate(metrics.mae.title),
              maeValue: formatMetric("mae", mae),
              rmse: translate(metrics.rmse.title),
              rmseValue: formatMetric("rmse", rmse),
            },
          )}
        </p>
        <TableTools
          title={say("errors")}
          copy={say("Copy the errors as CSV")}
          text={() => errorsCsv(judgement)}
        />
      </header>
      {groups.slice(0, shown.places.length / shown.count).map((title, group) => (
        <section key={title} aria-label={title}>
          <h3>{title}</h3>
          <ul className={own.row}>
            {[...shown.places.subarray(group * shown.count, (group + 1) * shown.count)].map(
              (place, index) => (
                <Pair key={place} judgement={judgement} position={group * shown.count + index} />
              ),
            )}
          </ul>
        </section>
      ))}
      {shown.shape.length === 3 ? (
        <p className={styles.caption}>{say("Above the input, below what came back, and their RMSE.")}</p>
      ) : null}
    </section>
  );
}

function Pair({
  judgement,
  position,
}: {
  readonly judgement: ReconstructionJudgement;
  readonly position: number;
}) {
  const { shape, places, inputs, said } = judgement.shown;
  const size = inputs.length / places.length;
  const place = places[position] ?? 0;
  const index = judgement.examples[place] ?? 0;
  const isProbe = useTraining(({ pictures }) => pictures?.probe.index === index);
  const values = inputs.subarray(position * size, (position + 1) * size);
  const error = formatValue(judgement.errors[place] ?? Number.NaN);
  return (
    <li>
      <button
        type="button"
        aria-pressed={isProbe}
        aria-label={say("Example {index, number}, RMSE {error}", { index, error })}
        onClick={() => void chooseProbe(index)}
      >
        {shape.length === 3 ? (
          <>
            <ImageView name={say("Input")} values={values} shape={shape} room={room} />
            <ImageView
              name={say("Given back")}
              values={said.subarray(position * size, (position + 1) * size)}
              shape={shape}
              room={room}
              like={values}
            />
          </>
        ) : (
          <span>{say("Example {index, number}", { index })}</span>
        )}
        <span className={own.error}>{error}</span>
      </button>
    </li>
  );
}

/** The error of every example, worst first. */
function errorsCsv({ examples, errors }: ReconstructionJudgement): string {
  const rows = Array.from(examples, (example, place) => [example, errors[place] ?? null] as const);
  return csv([["example", "RMSE"], ...rows.sort((a, b) => (b[1] ?? 0) - (a[1] ?? 0))]);
}
