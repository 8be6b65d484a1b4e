import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Answer } from "../../app/contract/desktop.ts";
import { emptyProject } from "../../engine/project/empty.ts";
import { markSaved, openDocument, run, useDocument } from "../document/store.ts";
import { draftWords, keepDrafts } from "./recovery.ts";
import { useShell } from "./store.ts";

const kept = vi.fn<(request: { project: { name: string } }) => Promise<Answer<null>>>();
const dropped = vi.fn<() => Promise<Answer<null>>>();
let end: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", { desktop: { keepDraft: kept, dropDraft: dropped } });
  kept.mockResolvedValue({ ok: true, value: null });
  dropped.mockResolvedValue({ ok: true, value: null });
  openDocument(emptyProject(), null);
  end = keepDrafts();
});
afterEach(() => {
  end();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.resetAllMocks();
  useShell.setState({ trouble: null });
});

const rename = (name: string) => run({ command: "rename", name });

describe("a copy of the unsaved document", () => {
  it("is written at most every two seconds, with the latest change", async () => {
    rename("A");
    await vi.advanceTimersByTimeAsync(1000);
    rename("B");
    await vi.advanceTimersByTimeAsync(1000);
    expect(kept.mock.calls.map(([{ project }]) => project.name)).toEqual(["B"]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(kept).toHaveBeenCalledOnce();
  });

  it("goes at once when the document is saved, and is not written after that", async () => {
    rename("A");
    await vi.advanceTimersByTimeAsync(2000);
    rename("B");
    markSaved(useDocument.getState().project, "/b.layerlab", null);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(dropped).toHaveBeenCalledOnce();
    expect(kept).toHaveBeenCalledOnce();
  });

  it("is written anew when an earlier state was saved: the copy went with that", async () => {
    rename("A");
    const { project } = useDocument.getState();
    rename("B");
    await vi.advanceTimersByTimeAsync(2000);
    markSaved(project, "/a.layerlab", null);
    await vi.advanceTimersByTimeAsync(2000);
    expect(kept.mock.calls.map(([request]) => request.project.name)).toEqual(["B", "B"]);
  });

  it("that cannot be written is told once, not at every change", async () => {
    const trouble = {
      title: "current.json could not be saved",
      reason: "The disk is full.",
      next: "Make room.",
    };
    kept.mockResolvedValue({ ok: false, trouble });
    rename("A");
    await vi.advanceTimersByTimeAsync(2000);
    expect(useShell.getState().trouble).toMatchObject({ reason: "The disk is full." });
    useShell.setState({ trouble: null });
    rename("B");
    await vi.advanceTimersByTimeAsync(2000);
    expect(kept).toHaveBeenCalledTimes(2);
    expect(useShell.getState().trouble).toBeNull();
  });
});

it("says when it was kept, how large it is and where it belongs", () => {
  const now = Date.now();
  const draft = { name: "Mine", savedAt: now - 1000, layers: 1, path: null };
  expect(draftWords(draft, now)).toMatch(
    /^A copy was kept .*, with 1 layer\. It was never saved to a file\.$/,
  );
  expect(draftWords({ ...draft, layers: 14, path: "/a.layerlab" }, now)).toContain(
    "14 layers. Its file is /a.layerlab.",
  );
});
