import type { ReactNode } from "react";

/** One part of the inspector: a heading with something at its right, and what it holds. */
export function Section(props: {
  readonly title: string;
  /** Names the part of the training that it sets. */
  readonly part?: string;
  readonly right?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="inspector-section" data-part={props.part}>
      <h3>
        {props.title}
        {props.right === undefined ? null : <span className="inspector-right">{props.right}</span>}
      </h3>
      {props.children}
    </section>
  );
}
