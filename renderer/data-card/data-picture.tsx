import { useMemo } from "react";
import type { DatasetReference } from "../../engine/data/dataset.ts";
import type { DataCard } from "../../engine/protocol.ts";
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
  if (examples.show === "points")
    return (
      <PointsView name={card.name} coordinates={examples.coordinates} labels={examples.labels} room={room} />
    );
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

/** Ten pictures in two rows, or the points. */
export function ExampleGrid({ card, width }: { readonly card: DataCard; readonly width: number }) {
  const { examples } = card;
  const images = useMemo(() => (examples.show === "images" ? onePerClass(examples) : []), [examples]);
  if (examples.show === "points")
    return (
      <div className="data-points">
        <PointsView
          name={card.name}
          coordinates={examples.coordinates}
          labels={examples.labels}
          room={width - 48}
        />
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
