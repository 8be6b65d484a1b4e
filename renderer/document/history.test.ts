import { describe, expect, test } from "vitest";
import { emptyHistory, type History, record, stepBack, stepForward } from "./history.ts";

const entry = (state: string, at = 0, merge: string | null = null) => ({
  label: () => `after ${state}`,
  state,
  merge,
  at,
});

const told = (step: ReturnType<typeof stepBack<string>>) => [step?.state, step?.label()];

describe("history", () => {
  test("walks back and forward through the same states", () => {
    let history: History<string> = record(record(emptyHistory, entry("a")), entry("b"));
    const back = stepBack(history, "c");
    expect(told(back)).toEqual(["b", "after b"]);
    history = back?.history ?? history;
    const further = stepBack(history, "b");
    expect(told(further)).toEqual(["a", "after a"]);
    const again = stepForward(further?.history ?? history, "a");
    expect(told(again)).toEqual(["b", "after a"]);
    expect(told(stepForward(again?.history ?? history, "b"))).toEqual(["c", "after b"]);
  });

  test("merges steps of one key within a second and a half, and keeps the state before the first", () => {
    const typed = ["1", "16", "160"].reduce<History<string>>(
      (history, state, index) => record(history, entry(state, index * 1000, "field")),
      emptyHistory,
    );
    expect(typed.past.map(({ state }) => state)).toEqual(["1"]);
    const later = record(typed, entry("late", 2000 + 1501, "field"));
    expect(later.past.map(({ state }) => state)).toEqual(["1", "late"]);
    expect(record(typed, entry("other", 2100, "another field")).past).toHaveLength(2);
  });

  test("a step after an undo does not merge into the step that was redone", () => {
    const one = record(emptyHistory as History<string>, entry("a", 0, "field"));
    const back = stepBack(one, "b");
    const forward = back && stepForward(back.history, "a");
    expect(forward && record(forward.history, entry("b", 100, "field")).past).toHaveLength(2);
  });

  test("forgets what was undone when something new happens", () => {
    const two = record(record(emptyHistory as History<string>, entry("a")), entry("b"));
    const back = stepBack(two, "c");
    expect(back && stepForward(record(back.history, entry("b")), "d")).toBeNull();
  });

  test("keeps the latest 200 steps", () => {
    const long = Array.from({ length: 250 }, (_, index) => String(index)).reduce<History<string>>(
      (history, state) => record(history, entry(state)),
      emptyHistory,
    );
    expect(long.past).toHaveLength(200);
    expect(long.past[0]?.state).toBe("50");
  });
});
