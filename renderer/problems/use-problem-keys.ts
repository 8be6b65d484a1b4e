import { useEffect } from "react";
import { problemKey, showProblem, useDocument } from "../document/store.ts";
import { inReadingOrder } from "./problem-list.tsx";

/** F8 and Shift F8 walk through the problems and open each. */
export function useProblemKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "F8" || event.defaultPrevented) return;
      event.preventDefault();
      showNextProblem(event.shiftKey ? -1 : 1);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

/** Opens the next problem after the open one, or the one before; starts over at the end. */
export function showNextProblem(by: 1 | -1): void {
  const { check, shownProblem } = useDocument.getState();
  const problems = inReadingOrder(check.problems);
  const at = problems.findIndex((problem) => problemKey(problem) === shownProblem);
  const next = at < 0 ? (by > 0 ? 0 : problems.length - 1) : (at + by + problems.length) % problems.length;
  showProblem(problems[next] ?? null);
}
