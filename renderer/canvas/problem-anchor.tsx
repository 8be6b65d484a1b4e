import { useStore } from "@xyflow/react";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Problem } from "../../engine/graph/problem.ts";
import { roomFor } from "../document/node-size.ts";
import { problemKey, showProblem, useDocument } from "../document/store.ts";
import { focusLayer } from "./focus.ts";
import { useSizes } from "./sizes.ts";
import { useSlots } from "./slots.ts";

/** Holds the open explanation of a problem at the layer that it marks, at 100 % whatever the zoom. */
export function ProblemAnchor() {
  const { problemCard } = useSlots();
  const problem = useDocument(({ check, shownProblem }) =>
    shownProblem === null ? undefined : check.problems.find((entry) => problemKey(entry) === shownProblem),
  );
  if (!problem || !problemCard) return null;
  return (
    <AnchoredCard key={problemKey(problem)} problem={problem}>
      {problemCard(problem, () => {
        showProblem(null);
        if (problem.node) focusLayer(problem.node);
      })}
    </AnchoredCard>
  );
}

const distance = 14;

function AnchoredCard({
  problem,
  children,
}: {
  readonly problem: Problem;
  readonly children: React.ReactNode;
}) {
  const element = useRef<HTMLDivElement>(null);
  const [card, setCard] = useState({ width: 440, height: 300 });
  const node = useDocument(({ project }) => project.graph.nodes.find(({ id }) => id === problem.node));
  const [x, y, zoom] = useStore((state) => state.transform);
  const stage = { width: useStore((state) => state.width), height: useStore((state) => state.height) };
  const sizes = useSizes();

  useLayoutEffect(() => {
    const shown = element.current;
    if (!shown) return;
    const measure = () => setCard({ width: shown.offsetWidth, height: shown.offsetHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(shown);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    element.current?.focus();
  }, []);

  const size = node ? (sizes.get(node.id) ?? roomFor(node)) : { width: 0, height: 0 };
  const box = node
    ? {
        left: x + node.x * zoom,
        top: y + node.y * zoom,
        width: size.width * zoom,
        height: size.height * zoom,
      }
    : { left: stage.width / 2, top: 30, width: 0, height: 0 };
  const middle = box.left + box.width / 2;
  const left = Math.max(8, Math.min(middle - card.width / 2, stage.width - card.width - 8));
  const below = box.top + box.height + distance;
  const above = box.top - distance - card.height;
  const isAbove = below + card.height > stage.height - 8 && above >= 8;
  const top = isAbove ? above : Math.max(8, Math.min(below, stage.height - card.height - 8));
  const pointsAt = isAbove || top === below;

  return (
    <div
      ref={element}
      className={`problem-anchor nokey ${isAbove ? "is-above" : ""}`}
      style={{ left, top }}
      role="dialog"
      aria-label={problem.title}
      tabIndex={-1}
      data-testid="problem-popover"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        showProblem(null);
        if (problem.node) focusLayer(problem.node);
      }}
    >
      {children}
      {node && pointsAt ? (
        <span
          className="problem-arrow"
          style={{ left: Math.max(16, Math.min(middle - left, card.width - 16)) }}
          aria-hidden
        />
      ) : null}
    </div>
  );
}
