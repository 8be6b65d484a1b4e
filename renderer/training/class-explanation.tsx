import { summarise } from "../../engine/protocol/summary.ts";
import { imageSize } from "../../engine/tensor.ts";
import { say } from "../../engine/words/say.ts";
import { Said } from "../design/said.tsx";
import { SelectField } from "../design/select-field.tsx";
import { Switch } from "../design/switch.tsx";
import { formatValue } from "../views/format.ts";
import { summaryText } from "../views/values.ts";
import styles from "./class-explanation.module.css";
import { useInspect } from "./inspect-store.ts";
import { explanationCsv } from "./inspect-tables.ts";
import { Plane } from "./map-grid.tsx";
import { SaveMenu } from "./save-menu.tsx";
import { useTraining } from "./store.ts";
import { useAskedNames } from "./use-task.ts";

/** Side of a picture in CSS pixels. */
const side = 112;
const highest = "highest";

/** Which cells of the picture speak for a class: saliency, and Grad-CAM of the chosen layer over the picture. */
export function ClassExplanation() {
  const explaining = useInspect((state) => state.explaining);
  const explanation = useInspect((state) => state.explanation);
  const label = useInspect((state) => state.label);
  const layer = useTraining(
    ({ network }) => network?.graph.nodes.find(({ id }) => id === useInspect.getState().node)?.name ?? "",
  );
  const names = useAskedNames();
  const probe = useTraining((state) => state.pictures?.probe ?? null);
  const size = probe && imageSize(probe.shape);
  if (!probe || !size) return null;
  const nameOf = (index: number) => names[index] ?? say("Output {index}", { index: index + 1 });
  const count = explanation?.scores.length ?? 0;
  const plane = { values: probe.values, offset: 0, height: size.height, width: size.width };
  return (
    <section
      className={styles.explanation}
      aria-label={say("What speaks for a class")}
      data-testid="explanation"
    >
      <div className={styles.head}>
        <h2>{say("What speaks for a class")}</h2>
        {explaining && explanation ? (
          <SaveMenu
            title={say("What speaks for {name}", { name: nameOf(explanation.label) })}
            saved={{ png: "section", csv: () => explanationCsv(explanation, size.width) }}
          />
        ) : null}
        <Switch
          label={say("What speaks for a class")}
          checked={explaining}
          onChange={(shown) => useInspect.setState({ explaining: shown, explanation: null })}
        />
      </div>
      {explaining && explanation ? (
        <>
          <div className={styles.head}>
            <span>{say("Class")}</span>
            <SelectField
              label={say("Class to explain")}
              value={label === null ? highest : String(label)}
              options={[
                { value: highest, label: say("The highest: {name}", { name: nameOf(explanation.label) }) },
                ...Array.from({ length: count }, (_, index) => ({
                  value: String(index),
                  label: nameOf(index),
                })),
              ]}
              onChange={(chosen) =>
                useInspect.setState({ label: chosen === highest ? null : Number(chosen) })
              }
            />
          </div>
          <p className={styles.score}>
            <Said
              message="Score of {name}: <b>{score}</b>"
              values={{
                name: nameOf(explanation.label),
                score: formatValue(explanation.score),
                b: (number) => <b>{number}</b>,
              }}
            />
          </p>
          <div className={styles.pictures}>
            <figure>
              <span
                role="img"
                aria-label={say("Saliency, {summary}", {
                  summary: summaryText(summarise(explanation.saliency)),
                })}
              >
                <Plane
                  plane={{ ...plane, values: explanation.saliency }}
                  colours="deep"
                  range={undefined}
                  room={side}
                />
              </span>
              <figcaption>{say("Saliency: where a change of the picture changes the score most")}</figcaption>
            </figure>
            {explanation.gradCam ? (
              <figure>
                <span
                  role="img"
                  className={styles.stack}
                  aria-label={say("Grad-CAM of {layer}, {summary}", {
                    layer,
                    summary: summaryText(summarise(explanation.gradCam.values)),
                  })}
                >
                  <Plane plane={plane} colours="deep" range={undefined} room={side} />
                  <span className={styles.over} style={{ width: side, height: side }}>
                    <Plane
                      plane={{ ...explanation.gradCam, offset: 0 }}
                      colours="deep"
                      range={undefined}
                      room={side}
                    />
                  </span>
                </span>
                <figcaption>
                  {say("Grad-CAM of {layer}: where its maps speak for the class", { layer })}
                </figcaption>
              </figure>
            ) : null}
          </div>
        </>
      ) : null}
    </section>
  );
}
