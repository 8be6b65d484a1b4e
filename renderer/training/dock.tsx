import type { ReactNode } from "react";
import { useDocument } from "../document/store.ts";
import { ChosenChart, LossChart } from "./charts.tsx";
import styles from "./dock.module.css";
import { ProbePanel } from "./probe-panel.tsx";
import { RunNotice } from "./run-notice.tsx";
import { isUnderWay } from "./state.ts";
import { useTraining } from "./store.ts";
import { Transport } from "./transport.tsx";

export interface DockProps {
  /** Only the transport row is shown, with the loss in the size of a word. */
  readonly collapsed: boolean;
  /** Shows or hides the charts; without it there is no button for it. */
  readonly onToggle?: (() => void) | undefined;
  /** The list of problems: it takes the place of the charts while nothing is under way. */
  readonly problems?: ReactNode;
  /** More to be told under the transport row. */
  readonly notices?: ReactNode;
  /** Asks where data lie that a run misses. */
  readonly onFindData: () => void;
}

/** Run control and live charts. Fills its place. */
export function Dock({ collapsed, onToggle, problems, notices, onFindData }: DockProps) {
  const hasErrors = useDocument((state) => !state.check.canTrain);
  const underWay = useTraining((state) => isUnderWay(state.run));
  const showProblems = hasErrors && !underWay && problems !== undefined;
  return (
    <div className={styles.dock} data-testid="dock">
      <Transport collapsed={collapsed} onToggle={onToggle} />
      <RunNotice onFindData={onFindData} />
      {notices}
      {collapsed ? null : showProblems ? (
        <div className={styles.problems}>{problems}</div>
      ) : (
        <div className={styles.charts}>
          <LossChart />
          <ChosenChart />
          <ProbePanel />
        </div>
      )}
    </div>
  );
}
