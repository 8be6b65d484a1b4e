import { Check, CircleAlert, Info } from "lucide-react";
import type { ReactNode } from "react";
import type { Problem } from "../../engine/graph/problem.ts";
import type { MemoryEstimate, RunState } from "../../engine/protocol.ts";
import { phrase, say, translate } from "../../engine/words/say.ts";
import { measureBytes, measureFlops } from "../design/format.ts";
import { Said } from "../design/said.tsx";
import { useDocument } from "../document/store.ts";
import { useShell } from "./store.ts";
import { ThreadEntry } from "./thread-entry.tsx";

export interface StatusBarProps {
  readonly run: RunState;
  /** Since the run began, the document was edited in a way that the run does not follow. */
  readonly isLeftBehind: boolean;
  /** Known once a run has been planned. */
  readonly memory: MemoryEstimate | null;
  readonly threads: number | null;
  readonly onShowProblems: () => void;
}

const words: Readonly<Record<RunState, string>> = {
  idle: phrase("Not trained yet"),
  loading: phrase("Loading"),
  training: phrase("Training"),
  validating: phrase("Validating"),
  testing: phrase("Testing"),
  paused: phrase("Paused"),
  finished: phrase("Trained"),
  stopped: phrase("Stopped"),
  diverged: phrase("Diverged"),
  failed: phrase("Failed"),
};

/** The same of a run whose network, or whose settings, the document no longer has. */
const wordsLeftBehind: Readonly<Partial<Record<RunState, string>>> = {
  training: phrase("Training, without your edit"),
  validating: phrase("Validating, without your edit"),
  testing: phrase("Testing, without your edit"),
  paused: phrase("Paused, without your edit"),
  finished: phrase("Trained before your edit"),
  stopped: phrase("Stopped before your edit"),
  diverged: phrase("Diverged before your edit"),
  failed: phrase("Failed before your edit"),
};

/** State, size and cost of the network, and its problems, in one line. */
export function StatusBar(props: StatusBarProps) {
  const { run, isLeftBehind, memory, threads, onShowProblems } = props;
  const check = useDocument((state) => state.check);
  const seed = useDocument((state) => state.project.training.seed);
  const isImage = useDocument((state) => state.data?.inputShape.length === 3);
  const available = useShell((state) => state.info?.threadsAvailable ?? null);
  const flops = measureFlops(check.flops);
  return (
    <footer className="status-bar" data-region="status">
      <Entry testId="run">
        <i className={`status-dot is-${run} ${isLeftBehind ? "is-left-behind" : ""}`} />
        {translate((isLeftBehind && wordsLeftBehind[run]) || words[run])}
      </Entry>
      {check.canTrain ? (
        <Entry testId="parameters" rank="size">
          <Said
            message="{count, plural, one {<b>#</b> parameter} other {<b>#</b> parameters}}"
            values={{ count: check.parameters, b: figure }}
          />
        </Entry>
      ) : check.parameters > 0 ? (
        <Entry testId="parameters" rank="size">
          <Said
            message="Parameters known so far <b>{count, number}</b>"
            values={{ count: check.parameters, b: figure }}
          />
        </Entry>
      ) : null}
      {check.canTrain && check.flops > 0 ? (
        <Entry rank="extra">
          <Said
            message={isImage ? "<b>{value}</b> {unit} per image" : "<b>{value}</b> {unit} per example"}
            values={{ ...flops, b: figure }}
          />
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
        <Said message="Seed <b>{seed}</b>" values={{ seed: String(seed), b: figure }} />
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
          title={say("About Layerlab")}
          onClick={() => useShell.setState({ aboutShown: true })}
        >
          <span>Layerlab {info?.version}</span>
        </button>
      </Entry>
      {info ? (
        <Entry>
          <Said
            message="{count, plural, one {<b>#</b> thread available} other {<b>#</b> threads available}}"
            values={{ count: info.threadsAvailable, b: figure }}
          />
        </Entry>
      ) : null}
      <span className="status-space" />
      <Entry>{say("Works offline")}</Entry>
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
        {say("No problems")}
      </Entry>
    );
  const Icon = errors > 0 ? CircleAlert : Info;
  const toDo = count("to-do");
  const hints = count("hint");
  const parts = [
    errors > 0 ? say("{count, plural, one {# problem} other {# problems}}", { count: errors }) : "",
    toDo > 0 ? say("{count} to do", { count: toDo }) : "",
    hints > 0 ? say("{count, plural, one {# hint} other {# hints}}", { count: hints }) : "",
  ];
  const text = parts.filter((part) => part !== "").join(", ");
  return (
    <button
      type="button"
      className={`status-entry status-problems ${errors > 0 ? "is-error" : ""}`}
      title={say("Show the next problem (F8)")}
      data-testid="status-problems"
      onClick={onShow}
    >
      <Icon size={14} aria-hidden />
      {text}
    </button>
  );
}

/** What the run takes at its peak; what takes it is told to who points at it. */
function Memory({ network, data, engine }: MemoryEstimate) {
  const total = measureBytes(network + data + engine);
  const [own = "", examples = "", base = ""] = [network, data, engine].map((bytes) => {
    const { value, unit } = measureBytes(bytes);
    return `${value} ${unit}`;
  });
  return (
    <Entry
      rank="extra"
      testId="memory"
      title={say("About what training takes: network {own}, data {examples}, engine {base}", {
        own,
        examples,
        base,
      })}
    >
      <Said message="<b>{value}</b> {unit} memory" values={{ ...total, b: figure }} />
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

/** A number within an entry. */
function figure(number: readonly ReactNode[]) {
  return <span className="num">{number}</span>;
}
