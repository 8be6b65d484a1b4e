import { type ReactNode, useRef } from "react";
import { useDocument } from "../document/store.ts";
import { RunAnnouncer } from "./announcer.tsx";
import { AccuracyChart, LossChart } from "./charts.tsx";
import styles from "./dock.module.css";
import { resizeDock, transportHeight, useDock, useDockOpen } from "./dock-state.ts";
import { ProbePanel } from "./probe-panel.tsx";
import { RunNotice } from "./run-notice.tsx";
import { isUnderWay } from "./state.ts";
import { useTraining } from "./store.ts";
import { Transport } from "./transport.tsx";

export interface DockProps {
  /** The list of problems: it takes the place of the charts while nothing is under way. */
  readonly problems?: ReactNode;
}

/** Run control and live charts, under the canvas. */
export function Dock({ problems }: DockProps) {
  const isOpen = useDockOpen();
  const height = useDock((state) => state.height);
  const hasErrors = useDocument((state) => !state.check.canTrain);
  const underWay = useTraining((state) => isUnderWay(state.run));
  const showProblems = hasErrors && !underWay && problems !== undefined;
  return (
    <section
      className={styles.dock}
      aria-label="Training"
      style={{ height: isOpen ? height : transportHeight + 1 }}
      data-testid="dock"
    >
      <Grip />
      <Transport open={isOpen} />
      <RunNotice />
      {isOpen ? (
        showProblems ? (
          <div className={styles.problems}>{problems}</div>
        ) : (
          <div className={styles.charts}>
            <LossChart />
            <AccuracyChart />
            <ProbePanel />
          </div>
        )
      ) : null}
      <RunAnnouncer />
    </section>
  );
}

/** The upper edge: drag it, or use the arrow keys, to give the charts more or less room. */
function Grip() {
  const height = useDock((state) => state.height);
  const from = useRef<{ readonly y: number; readonly height: number } | null>(null);
  const isOpen = useDockOpen();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be dragged
    <div
      className={styles.grip}
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the dock"
      aria-valuenow={isOpen ? height : transportHeight}
      aria-valuemin={transportHeight}
      aria-valuemax={Math.round(window.innerHeight * 0.6)}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { y: event.clientY, height: isOpen ? height : transportHeight };
      }}
      onPointerMove={(event) => {
        if (!from.current) return;
        resizeDock(from.current.height + from.current.y - event.clientY, window.innerHeight);
      }}
      onPointerUp={() => {
        from.current = null;
      }}
      onPointerCancel={() => {
        from.current = null;
      }}
      onKeyDown={(event) => {
        const by = event.key === "ArrowUp" ? 20 : event.key === "ArrowDown" ? -20 : 0;
        if (by === 0) return;
        event.preventDefault();
        const before = isOpen ? height : 100;
        resizeDock(by < 0 && before <= 150 ? 0 : before + by, window.innerHeight);
      }}
    />
  );
}
