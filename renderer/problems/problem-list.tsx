import { phrase, say, translate } from "../../engine/words/say.ts";
import "./problems.css";
import { CircleAlert, CircleDashed, Info, Wrench } from "lucide-react";
import type { ProjectProblem } from "../../engine/project/problem.ts";
import { applyFix, problemKey, showProblem, useDocument } from "../document/store.ts";
import { ChooseDataButton } from "./choose-data-button.tsx";

/** Every problem and hint in one list for the dock; errors first. */
export function ProblemList({ onChooseData }: { readonly onChooseData: () => void }) {
  const problems = useDocument((state) => state.check.problems);
  const nodes = useDocument((state) => state.project.graph.nodes);
  const nameOf = ({ node, setting }: ProjectProblem) =>
    nodes.find(({ id }) => id === node)?.name ??
    (setting ? (setting.part === "data" ? say("Data set") : say("Training")) : say("Network"));
  return (
    <ul className="problem-list" aria-label={say("Problems")} data-testid="problem-list">
      {inReadingOrder(problems).map((problem) => (
        <ProblemRow
          key={`${problemKey(problem)} ${problem.title}`}
          problem={problem}
          name={nameOf(problem)}
          onChooseData={onChooseData}
        />
      ))}
    </ul>
  );
}

/** Errors, then what is still to do, then hints, otherwise as found; F8 walks in this order. */
export function inReadingOrder(problems: readonly ProjectProblem[]): readonly ProjectProblem[] {
  const of = (severity: ProjectProblem["severity"]) =>
    problems.filter((problem) => problem.severity === severity);
  return [...of("error"), ...of("to-do"), ...of("hint")];
}

const looks = {
  error: { Icon: CircleAlert, word: phrase("Problem") },
  "to-do": { Icon: CircleDashed, word: phrase("To do") },
  hint: { Icon: Info, word: phrase("Hint") },
} as const satisfies Record<ProjectProblem["severity"], object>;

function ProblemRow({
  problem,
  name,
  onChooseData,
}: {
  readonly problem: ProjectProblem;
  readonly name: string;
  readonly onChooseData: () => void;
}) {
  const isError = problem.severity === "error";
  const { Icon, word } = looks[problem.severity];
  const [fix] = problem.fixes;
  return (
    <li className={`problem-row is-${problem.severity}`}>
      <Icon size={16} aria-label={translate(word)} role="img" />
      <span className="problem-row-name" title={name}>
        {name}
      </span>
      <button
        type="button"
        className="problem-row-words"
        title={`${problem.title}\n${problem.explanation}`}
        onClick={() => showProblem(problem)}
      >
        {problem.title} <span className="problem-row-why">{problem.explanation}</span>
      </button>
      {fix ? (
        <button
          type="button"
          className="problem-button"
          aria-label={
            isError
              ? say("Show what helps: {title}", { title: problem.title })
              : say("Apply: {fix}", { fix: fix.label })
          }
          title={isError ? undefined : fix.label}
          onClick={() => (isError ? showProblem(problem) : applyFix(fix))}
        >
          <Wrench size={14} aria-hidden />
          {isError ? say("Fix") : <span className="problem-button-words">{fix.label}</span>}
        </button>
      ) : null}
      {problem.asksFor === "data" ? <ChooseDataButton onClick={onChooseData} /> : null}
    </li>
  );
}
