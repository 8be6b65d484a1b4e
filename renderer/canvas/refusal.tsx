import { useConnection } from "@xyflow/react";
import { CircleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "../design/button.tsx";
import { applyFix, useDocument } from "../document/store.ts";
import { useCanvas } from "./canvas-state.ts";
import { layerPortOf } from "./flow-model.ts";
import type { Point } from "./geometry.ts";
import { useBesidePointer } from "./use-beside-pointer.ts";
import { answerOf } from "./use-connecting.ts";

const nowhere: Point = { x: 0, y: 0 };

/**
 * Why a connection does not fit: beside the port while it is pointed at, and after it was let go there, with what
 * makes it fit, until the next press elsewhere.
 * @param coveredRight pixels at the right that a floating panel covers.
 */
export function Refusal({ coveredRight = 0 }: { readonly coveredRight?: number | undefined }) {
  const kept = useCanvas((state) => state.refusal);
  const pointed = usePointedRefusal();
  const shown = pointed ?? kept;
  const element = useRef<HTMLDivElement>(null);
  const place = useBesidePointer(element, shown?.at ?? nowhere, coveredRight);

  useEffect(() => {
    if (!kept) return;
    const forget = (event: Event) => {
      const isInside = event.target instanceof Node && element.current?.contains(event.target);
      const isOnTheWay = event instanceof KeyboardEvent && event.key === "Tab";
      if (!isInside && !isOnTheWay) useCanvas.setState({ refusal: null });
    };
    const listeners = new AbortController();
    window.addEventListener("pointerdown", forget, { signal: listeners.signal, capture: true });
    window.addEventListener("keydown", forget, { signal: listeners.signal, capture: true });
    return () => listeners.abort();
  }, [kept]);

  if (!shown) return null;
  const ways = pointed ? [] : (kept?.ways ?? []);
  return (
    <div ref={element} className="refusal" style={place} data-testid="refusal">
      <CircleAlert size={16} aria-hidden />
      <span>{shown.reason}</span>
      {ways.map((fix) => (
        <Button
          key={fix.label}
          onClick={() => {
            useCanvas.setState({ refusal: null });
            applyFix(fix);
          }}
        >
          {fix.label}
        </Button>
      ))}
    </div>
  );
}

function usePointedRefusal() {
  const connection = useConnection();
  const graph = useDocument((state) => state.project.graph);
  if (!connection.inProgress || connection.isValid !== false || !connection.toHandle) return null;
  const far = layerPortOf(graph, connection.toHandle.nodeId, connection.toHandle.id);
  const answer = answerOf(far);
  if (!answer || answer.fits) return null;
  const { x, y } = connection.pointer;
  const stage = document.querySelector(".react-flow")?.getBoundingClientRect();
  return { reason: answer.reason, at: { x: x + (stage?.left ?? 0), y: y + (stage?.top ?? 0) } };
}
