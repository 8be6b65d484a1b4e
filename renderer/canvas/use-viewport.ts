import { useNodesInitialized, useReactFlow, useStore } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { setVisibleArea, useDocument } from "../document/store.ts";
import { fitOptions } from "./canvas-commands.ts";
import { bounds } from "./geometry.ts";

/** Shows a document that was just opened, at 100 % where it fits, and tells the document what can be seen. */
export function useViewport(): void {
  const flow = useReactFlow();
  const x = useStore((state) => state.transform[0]);
  const y = useStore((state) => state.transform[1]);
  const zoom = useStore((state) => state.transform[2]);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  useEffect(() => {
    setVisibleArea({ x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom });
  }, [x, y, zoom, width, height]);

  const generation = useDocument((state) => state.generation);
  const isMeasured = useNodesInitialized();
  const shown = useRef(-1);
  useEffect(() => {
    const { graph } = useDocument.getState().project;
    if (shown.current === generation || width === 0 || (graph.nodes.length > 0 && !isMeasured)) return;
    shown.current = generation;
    const all = bounds(
      flow.getNodes().map(({ id, position, measured }) => ({
        id,
        ...position,
        width: measured?.width ?? 0,
        height: measured?.height ?? 0,
      })),
    );
    const fits =
      !all ||
      (all.x >= 10 && all.y >= 50 && all.x + all.width <= width - 10 && all.y + all.height <= height - 8);
    void (fits ? flow.setViewport({ x: 0, y: 0, zoom: 1 }) : flow.fitView({ ...fitOptions(), duration: 0 }));
  }, [generation, isMeasured, width, height, flow]);
}
