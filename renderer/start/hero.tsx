import { Fragment, type ReactNode } from "react";
import { shapeText } from "../../engine/tensor.ts";
import { Silhouette } from "../design/silhouette.tsx";
import type { ChainLink } from "./tensor-chain.ts";

export interface HeroPictureProps {
  readonly chain: readonly ChainLink[];
  /** A real image of the data set, as high and wide as this. */
  readonly picture: (room: number) => ReactNode;
  /** What the last tensor stands for. */
  readonly end: string;
  readonly roomy: boolean;
}

/** The tensors of the first template, drawn to scale from its layers; in front a real image of its data set. */
export function HeroPicture({ chain, picture, end, roomy }: HeroPictureProps) {
  const unit = roomy ? 10 : 6.4;
  return (
    <div className="hero-picture" aria-hidden>
      {chain.map((link, index) => (
        <Fragment key={link.layer}>
          {index > 0 ? <span className="hero-lanes" /> : null}
          <figure>
            <div className="hero-drawing">
              {index === 0 ? (
                <span className="hero-image">{picture(roomy ? 112 : 84)}</span>
              ) : (
                <Silhouette shape={link.shape} unit={unit} tone={link.isLearned ? "forward" : "plain"} />
              )}
            </div>
            <figcaption>
              <span className="num">{shapeText(link.shape)}</span>
              {index === chain.length - 1 ? end : link.layer}
            </figcaption>
          </figure>
        </Fragment>
      ))}
    </div>
  );
}
