import { Check, CircleAlert, Info } from "lucide-react";
import type { ReactNode } from "react";
import type { Problem } from "../../engine/graph/problem.ts";
import type { MemoryEstimate, RunState } from "../../engine/protocol.ts";
import { formatCount, measureBytes, measureFlops } from "../design/format.ts";
import { useDocument } from "../document/store.ts";
import { useShell } from "./store.ts";
import { ThreadEntry } from "./thread-entry.tsx";

export interface StatusBarProps {
  readonly run: RunState;
  /** Known once a run has been planned. */
  readonly memory: MemoryEstimate | null;
  readonly threads: number | null;
  readonly onShowProblems: () => void;
}

const words: Readonly<Record<RunState, string>> = {
  idle: "Not trained yet",
  loading: "Loading",
  training: "Training",
  validating: "Validating",
  testing: "Testing",
  paused: "Paused",
  finished: "Trained",
  stopped: "Stopped",
  diverged: "Diverged",
  failed: "Failed",
};

/** State, size and cost of the network, and its problems, in one line. */
export function StatusBar(props: StatusBarProps) {
  const { run, memory, threads, onShowProblems } = props;
  const check = useDocument((state) => state.check);
  const seed = useDocument((state) => state.project.training.seed);
  const isImage = useDocument((state) => state.data?.inputShape.length === 3);
  const available = useShell((state) => state.info?.threadsAvailable ?? null);
  const flops = measureFlops(check.flops);
  return (
    <footer className="status-bar" data-region="status">
      <Entry>
        <i className={`status-dot is-${run}`} />
        {words[run]}
      </Entry>
      {check.canTrain ? (
        <Entry testId="parameters" rank="size">
          <Figure>{formatCount(check.parameters)}</Figure> parameters
        </Entry>
      ) : check.parameters > 0 ? (
        <Entry testId="parameters" rank="size">
          Parameters known so far <Figure>{formatCount(check.parameters)}</Figure>
        </Entry>
      ) : null}
      {check.canTrain && check.flops > 0 ? (
        <Entry rank="extra">
          <Figure>{flops.value}</Figure> {flops.unit} per {isImage ? "image" : "example"}
        </Entry>
      ) : null}
      {memory ? <Memory {...memory} /> : null}
      {available === null ? null : (
        <Entry>
          <ThreadEntry used={threads} available={available} />
        </Entry>
      )}
      <span className="status-space" />
      <Entry rank="extra">
        Seed <Figure>{String(seed)}</Figure>
      </Entry>
      <Problems onShow={onShowProblems} />
    </footer>
  );
}

/** Before a document is open: what runs here. */
export function StartStatusBar() {
  const info = useShell((state) => state.info);
  return (
    <footer className="status-bar" data-region="status">
      <Entry>
        <button
          type="button"
          className="status-button"
          title="About Layerlab"
          onClick={() => useShell.setState({ aboutShown: true })}
        >
          <span>Layerlab {info?.version}</span>
        </button>
      </Entry>
      {info ? (
        <Entry>
          <Figure>{String(info.threadsAvailable)}</Figure>
          {info.threadsAvailable === 1 ? "thread available" : "threads available"}
        </Entry>
      ) : null}
      <span className="status-space" />
      <Entry>Works offline</Entry>
    </footer>
  );
}

function Problems({ onShow }: { readonly onShow: () => void }) {
  const problems = useDocument((state) => state.check.problems);
  const count = (wanted: Problem["severity"]) =>
    problems.filter(({ severity }) => severity === wanted).length;
  const errors = count("error");
  if (problems.length === 0)
    return (
      <Entry>
        <Check size={14} aria-hidden />
        No problems
      </Entry>
    );
  const Icon = errors > 0 ? CircleAlert : Info;
  const toDo = count("to-do");
  const parts = [counted(errors, "problem"), toDo > 0 ? `${toDo} to do` : "", counted(count("hint"), "hint")];
  const text = parts.filter((part) => part !== "").join(", ");
  return (
    <button
      type="button"
      className={`status-entry status-problems ${errors > 0 ? "is-error" : ""}`}
      title="Show the next problem (F8)"
      data-testid="status-problems"
      onClick={onShow}
    >
      <Icon size={14} aria-hidden />
      {text}
    </button>
  );
}

function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** What the run takes at its peak; what takes it is told to who points at it. */
function Memory({ network, data, engine }: MemoryEstimate) {
  const total = measureBytes(network + data + engine);
  const [own, examples, base] = [network, data, engine].map((bytes) => {
    const { value, unit } = measureBytes(bytes);
    return `${value} ${unit}`;
  });
  return (
    <Entry
      rank="extra"
      testId="memory"
      title={`About what training takes: network ${own}, data ${examples}, engine ${base}`}
    >
      <Figure>{total.value}</Figure> {total.unit} memory
    </Entry>
  );
}

function Entry(props: {
  readonly children: ReactNode;
  readonly testId?: string;
  /** Left out of a bar that has no room: first what is an extra, then the size of the network. */
  readonly rank?: "size" | "extra";
  readonly title?: string;
}) {
  const { children, testId, rank, title } = props;
  return (
    <span
      className={`status-entry ${rank ? `is-${rank}` : ""}`}
      data-testid={testId && `status-${testId}`}
      title={title}
    >
      {children}
    </span>
  );
}

function Figure({ children }: { readonly children: string }) {
  return <span className="num">{children}</span>;
}
