import { say } from "../../engine/words/say.ts";
import "./problems.css";
import { CircleAlert, Info, SlidersHorizontal } from "lucide-react";
import type { ProjectFix, ProjectProblem } from "../../engine/project/problem.ts";
import { shapeText } from "../../engine/tensor.ts";
import { Formula } from "../design/formula.tsx";
import { Silhouette } from "../design/silhouette.tsx";
import { unitThatFits } from "../design/silhouette-box.ts";
import { applyFix } from "../document/store.ts";
import { ChooseDataButton } from "./choose-data-button.tsx";

/** What is wrong, the shapes concerned, why, the formula with the user's numbers, and what helps. */
export function ProblemCard({
  problem,
  onGoToSetting,
  onChooseData,
  onClose,
}: {
  readonly problem: ProjectProblem;
  /** Goes to the field of the inspector that causes it. */
  readonly onGoToSetting: () => void;
  readonly onChooseData: () => void;
  readonly onClose: () => void;
}) {
  const { severity, title, shapes = [], explanation, formula, fixes } = problem;
  // One scale for all, so that the boxes can be compared.
  const unit = Math.min(...shapes.map(({ shape }) => unitThatFits(shape, silhouettePlace, 5)));
  const Icon = severity === "error" ? CircleAlert : Info;
  return (
    <div className="problem-card">
      <h2 className={`problem-title is-${severity}`}>
        <Icon size={16} aria-hidden />
        <span>{title}</span>
      </h2>
      {shapes.length > 0 ? (
        <div className="problem-shapes">
          {shapes.map((entry, index) => (
            <ShapeColumn
              key={`${entry.label} ${shapeText(entry.shape)}`}
              entry={entry}
              unit={unit}
              isFirst={index === 0}
            />
          ))}
        </div>
      ) : null}
      <p className="problem-explanation">{explanation}</p>
      {formula ? (
        <div className="problem-formula">
          <Formula tex={formula} />
        </div>
      ) : null}
      {fixes.length > 0 ? (
        <ul className="problem-fixes">
          {fixes.map((fix, index) => (
            <FixRow
              key={`${fix.label} ${fix.detail ?? ""}`}
              fix={fix}
              isFirst={index === 0}
              onApply={() => {
                applyFix(fix);
                onClose();
              }}
            />
          ))}
        </ul>
      ) : null}
      {problem.asksFor === "data" ? <ChooseDataButton isPrimary onClick={onChooseData} /> : null}
      {problem.setting || problem.field !== undefined ? (
        <button type="button" className="problem-go" onClick={onGoToSetting}>
          <SlidersHorizontal size={14} aria-hidden />
          {say("Go to the setting")}
        </button>
      ) : null}
    </div>
  );
}

type ShapeEntry = NonNullable<ProjectProblem["shapes"]>[number];

/** Room above the shape's numbers, in pixels; problems.css keeps it. */
const silhouettePlace = { width: 96, height: 42 };

function ShapeColumn({
  entry,
  unit,
  isFirst,
}: {
  readonly entry: ShapeEntry;
  readonly unit: number;
  readonly isFirst: boolean;
}) {
  return (
    <>
      {isFirst ? null : (
        <span className="problem-differs" role="img" aria-label={say("differs from")}>
          ≠
        </span>
      )}
      <div className={`problem-shape ${entry.wrong ? "is-wrong" : ""}`}>
        <span className="problem-silhouette">
          <Silhouette shape={entry.shape} unit={unit} tone={entry.wrong ? "wrong" : "forward"} />
        </span>
        <span className="problem-number">{shapeText(entry.shape)}</span>
        <span className="problem-label">{entry.label}</span>
      </div>
    </>
  );
}

function FixRow({
  fix,
  isFirst,
  onApply,
}: {
  readonly fix: ProjectFix;
  readonly isFirst: boolean;
  readonly onApply: () => void;
}) {
  return (
    <li className={`problem-fix ${isFirst ? "is-first" : ""}`}>
      <span className="problem-fix-words">
        <span>{fix.label}</span>
        {fix.detail ? <span className="problem-fix-detail">{fix.detail}</span> : null}
      </span>
      <button
        type="button"
        className={`problem-button ${isFirst ? "is-primary" : ""}`}
        aria-label={
          isFirst ? say("Apply fix: {fix}", { fix: fix.label }) : say("Apply: {fix}", { fix: fix.label })
        }
        data-testid="apply-fix"
        onClick={onApply}
      >
        {isFirst ? say("Apply fix") : say("Apply")}
      </button>
    </li>
  );
}
