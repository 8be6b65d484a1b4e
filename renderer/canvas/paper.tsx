import { useLayoutEffect, useRef } from "react";
import { onViewMoved, visibleArea } from "../document/visible-area.ts";

/** Side of a square at 100 %, in pixels. */
const square = 20;

/** The squares behind the network. They draw themselves, because React Flow's hear of a moved view only when it rests. */
export function Paper() {
  const pattern = useRef<SVGPatternElement>(null);
  const lines = useRef<SVGPathElement>(null);
  useLayoutEffect(() => {
    let drawnZoom = 0;
    const draw = () => {
      const { x, y, zoom } = visibleArea();
      const side = square * zoom;
      pattern.current?.setAttribute("x", `${(-x * zoom) % side}`);
      pattern.current?.setAttribute("y", `${(-y * zoom) % side}`);
      if (zoom === drawnZoom) return;
      drawnZoom = zoom;
      pattern.current?.setAttribute("width", `${side}`);
      pattern.current?.setAttribute("height", `${side}`);
      pattern.current?.setAttribute("patternTransform", `translate(${-side / 2},${-side / 2})`);
      lines.current?.setAttribute("d", `M${side / 2} 0V${side}M0 ${side / 2}H${side}`);
    };
    draw();
    return onViewMoved(draw);
  }, []);
  return (
    <svg className="react-flow__background canvas-paper" aria-hidden>
      <pattern ref={pattern} id="paper-squares" patternUnits="userSpaceOnUse">
        <path ref={lines} className="react-flow__background-pattern lines" strokeWidth={1} />
      </pattern>
      <rect width="100%" height="100%" fill="url(#paper-squares)" />
    </svg>
  );
}
