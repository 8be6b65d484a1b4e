import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Answer, SavedProject } from "../../app/contract/desktop.ts";
import { emptyProject } from "../../engine/project/empty.ts";
import { openDocument, run, useDocument } from "../document/store.ts";
import { closeWindow, newProject, openProject, saveProject } from "./files.ts";
import { useShell } from "./store.ts";

const calls = {
  saveProject: vi.fn<() => Promise<Answer<SavedProject | null>>>(),
  openProject: vi.fn<() => Promise<Answer<unknown>>>(),
  closeWindow: vi.fn<() => Promise<Answer<null>>>(),
};

beforeEach(() => {
  vi.stubGlobal("window", { desktop: calls });
  vi.stubGlobal("document", { activeElement: null });
  vi.stubGlobal("HTMLInputElement", class {});
  calls.saveProject.mockResolvedValue({ ok: true, value: { path: "/a/b.layerlab.json", data: null } });
  calls.closeWindow.mockResolvedValue({ ok: true, value: null });
  openDocument(emptyProject(), null);
  run({ command: "rename", name: "Edited" });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetAllMocks();
  useShell.setState({ question: null, trouble: null });
});

async function answer(value: string): Promise<void> {
  await vi.waitFor(() => expect(useShell.getState().question).not.toBeNull());
  useShell.getState().question?.answer(value);
}

test("a document with changes is not left before the question is answered", async () => {
  const asked = newProject();
  await answer("cancel");
  await asked;
  expect(useDocument.getState().project.name).toBe("Edited");
});

test("Don't save leaves it, and nothing is written", async () => {
  const asked = newProject();
  await answer("discard");
  await asked;
  expect(useDocument.getState().project.name).toBe("Untitled");
  expect(calls.saveProject).not.toHaveBeenCalled();
});

test("Save leaves it only when the file was written", async () => {
  calls.saveProject.mockResolvedValueOnce({ ok: true, value: null });
  const cancelled = closeWindow();
  await answer("save");
  await cancelled;
  expect(calls.closeWindow).not.toHaveBeenCalled();

  const saved = closeWindow();
  await answer("save");
  await saved;
  expect(calls.closeWindow).toHaveBeenCalledOnce();
});

test("an unchanged document is left without a question", async () => {
  await saveProject();
  await newProject();
  expect(useShell.getState().question).toBeNull();
  expect(useDocument.getState().project.name).toBe("Untitled");
});

test("what changes while a file is being written stays unsaved", async () => {
  calls.saveProject.mockImplementationOnce(async () => {
    run({ command: "rename", name: "Edited again" });
    return { ok: true, value: { path: "/a/b.layerlab.json", data: null } };
  });
  await saveProject();
  expect(useDocument.getState()).toMatchObject({ unsaved: true, path: "/a/b.layerlab.json" });
});

test("trouble is shown and the document stays", async () => {
  await saveProject();
  const trouble = { title: "b.json cannot be opened", reason: "It is empty.", next: "Choose another file." };
  calls.openProject.mockResolvedValue({ ok: false, trouble });
  await openProject("/a/b.json");
  expect(useShell.getState().trouble).toEqual(trouble);
  expect(useDocument.getState().project.name).toBe("Edited");
});

test("a file that cannot be read is told before anything is asked of the document", async () => {
  const trouble = { title: "b.json cannot be opened", reason: "It is empty.", next: "Choose another file." };
  calls.openProject.mockResolvedValue({ ok: false, trouble });
  await openProject("/a/b.json");
  expect(useShell.getState()).toMatchObject({ trouble, question: null });
});

test("a file that is read is opened as it is after the question: saving may have changed it", async () => {
  const named = (name: string) => ({
    ok: true,
    value: { project: { ...emptyProject(), name }, path: "/a/b.json" },
  });
  calls.openProject.mockResolvedValueOnce(named("Before") as never);
  calls.openProject.mockResolvedValueOnce(named("After") as never);
  const opened = openProject("/a/b.json");
  await answer("save");
  await opened;
  expect(useDocument.getState().project.name).toBe("After");
});

test("a bridge that breaks is trouble, too", async () => {
  calls.saveProject.mockRejectedValue(new Error("the port is closed"));
  expect(await saveProject()).toBe(false);
  expect(useShell.getState().trouble?.reason).toBe("the port is closed");
});
