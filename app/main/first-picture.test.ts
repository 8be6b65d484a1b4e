import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type HiddenWindow, showWhenDrawn } from "./first-picture.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function hiddenWindow() {
  const done: string[] = [];
  const window = Object.assign(new EventEmitter(), {
    webContents: new EventEmitter(),
    isDestroyed: () => done.includes("destroyed"),
    isVisible: () => done.includes("show"),
    maximize: () => void done.push("maximize"),
    show: () => void done.push("show"),
  });
  return { window: window as typeof window & HiddenWindow, done };
}

it("shows a window with its first picture, once", () => {
  const { window, done } = hiddenWindow();
  showWhenDrawn(window, true);
  window.webContents.emit("did-finish-load");
  expect(done).toEqual([]);
  window.emit("ready-to-show");
  expect(done).toEqual(["maximize", "show"]);
  vi.runAllTimers();
  expect(done).toEqual(["maximize", "show"]);
});

it("shows a window whose page is loaded and whose first picture does not come", () => {
  const { window, done } = hiddenWindow();
  showWhenDrawn(window, false);
  vi.runAllTimers();
  expect(done).toEqual([]);
  window.webContents.emit("did-finish-load");
  vi.runAllTimers();
  expect(done).toEqual(["show"]);
});

it("leaves a window alone that was closed meanwhile", () => {
  const { window, done } = hiddenWindow();
  showWhenDrawn(window, true);
  window.webContents.emit("did-finish-load");
  done.push("destroyed");
  vi.runAllTimers();
  expect(done).toEqual(["destroyed"]);
});
