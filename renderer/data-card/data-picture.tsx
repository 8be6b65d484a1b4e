import "./data-card.css";
import { useMemo } from "react";
import type { DatasetReference } from "../../engine/data/dataset.ts";
import type { DataCard } from "../../engine/protocol.ts";
import { say } from "../../engine/words/say.ts";
import { formatValue } from "../views/format.ts";
import { ImageView } from "../views/image-view.tsx";
import { PointsView } from "../views/points-view.tsx";
import { useDataCard } from "./cards.ts";
import { onePerClass } from "./examples.ts";

/** The points of a data set, or its first picture of one class; nothing while it loads. */
export function DataPicture(props: {
  readonly reference: DatasetReference;
  readonly room: number;
  /** Which class's picture; the last one without it. */
  readonly label?: number;
}) {
  const state = useDataCard(props.reference);
  if (state?.state !== "ready")
    return <span className="data-picture-place" style={{ width: props.room, height: props.room }} />;
  return <CardPicture card={state.card} room={props.room} label={props.label} />;
}

function CardPicture({
  card,
  room,
  label,
}: {
  readonly card: DataCard;
  readonly room: number;
  readonly label: number | undefined;
}) {
  const { examples } = card;
  const images = useMemo(() => (examples.show === "images" ? onePerClass(examples) : []), [examples]);
  if (examples.show !== "images") return <CardPoints card={card} examples={examples} room={room} />;
  const image = images.find((candidate) => candidate.label === label) ?? images.at(-1);
  if (!image) return null;
  return (
    <ImageView
      name={card.classNames[image.label] ?? ""}
      values={image.values}
      shape={examples.shape}
      room={room}
    />
  );
}

/** Ten pictures in two rows, the points, or the rows of a table in the plane of two of its features. */
export function ExampleGrid({ card, width }: { readonly card: DataCard; readonly width: number }) {
  const { examples } = card;
  const images = useMemo(() => (examples.show === "images" ? onePerClass(examples) : []), [examples]);
  if (examples.show !== "images")
    return (
      <div className="data-points">
        <CardPoints card={card} examples={examples} room={width - 48} />
        <AxisNames card={card} examples={examples} />
      </div>
    );
  const room = Math.floor((width - 4 * 3) / 5);
  return (
    <div className="data-grid">
      {images.map(({ label, values }) => (
        <span key={label} title={card.classNames[label]}>
          <ImageView name={card.classNames[label] ?? ""} values={values} shape={examples.shape} room={room} />
        </span>
      ))}
    </div>
  );
}

type PointExamples = Exclude<DataCard["examples"], { show: "images" }>;

function CardPoints(props: {
  readonly card: DataCard;
  readonly examples: PointExamples;
  readonly room: number;
}) {
  const { card, examples, room } = props;
  return (
    <PointsView
      name={card.name}
      coordinates={examples.coordinates}
      labels={examples.labels}
      room={room}
      upwards={examples.upwards}
      {...(card.targets ? { classes: null } : {})}
    />
  );
}

/** Which features of a table the points show, or what is predicted from what. */
function AxisNames({ card, examples }: { readonly card: DataCard; readonly examples: PointExamples }) {
  const isPredicted = examples.upwards === "target";
  const inputs =
    examples.show === "table" ? examples.axes.map((axis) => examples.features[axis]?.name ?? "") : ["x"];
  const names = isPredicted ? [inputs[0], card.targets?.names[0]] : inputs;
  if (names.length < 2) return null;
  return (
    <p className="data-axes">
      <span>→ {names[0]}</span>
      <span>↑ {names[1]}</span>
    </p>
  );
}

function isStandardised(features: Extract<DataCard["examples"], { show: "table" }>["features"]): boolean {
  return features.every(
    ({ scale, deviation, indicator }) =>
      indicator || deviation === 0 || Math.abs(scale * deviation - 1) < 0.01,
  );
}

/** Every feature of a table with mean and deviation of the training part, by which the network sees it standardised. */
export function FeatureTable({ card }: { readonly card: DataCard }) {
  const { examples } = card;
  if (examples.show !== "table") return null;
  return (
    <>
      <div className="data-features">
        <table>
          <thead>
            <tr>
              <th scope="col">{say("Feature")}</th>
              <th scope="col">{say("Mean")}</th>
              <th scope="col">{say("Deviation")}</th>
            </tr>
          </thead>
          <tbody>
            {examples.features.map(({ name, mean, deviation }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="num">{formatValue(mean)}</td>
                <td className="num">{formatValue(deviation)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="data-source">
        {isStandardised(examples.features)
          ? say(
              "The network sees each number standardised: minus the mean, divided by the deviation, both of the training part.",
            )
          : say("How the network sees the numbers is set in “Parts and scaling”.")}
        {examples.features.some(({ indicator }) => indicator)
          ? ` ${say("Of a category it sees 0 or 1, minus the mean.")}`
          : null}
      </p>
    </>
  );
}
