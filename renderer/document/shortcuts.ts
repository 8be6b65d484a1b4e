import { useEffect } from "react";
import { copySelection, deleteSelection, duplicateSelection, paste } from "./actions.ts";
import { redo, selectAll, undo } from "./store.ts";

/** Whether typing goes into this element, so that shortcuts of the canvas must leave it alone. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range"].includes(target.type)
  );
}

/**
 * Undo, redo, duplicate, and copy, cut and paste through the DOM's own clipboard events, which need no
 * permission. Text fields keep their own. `tell` says in words why pasted text was refused.
 */
export function useDocumentShortcuts(tell: (message: string) => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || takesText(event.target) || !isCanvasShown()) return;
      if (!(event.ctrlKey || event.metaKey)) return;
      const command = commands[`${event.shiftKey ? "shift " : ""}${event.key.toLowerCase()}`];
      if (!command) return;
      event.preventDefault();
      command();
    };
    const onCopy = (event: ClipboardEvent) => {
      const text = isForText(event) ? null : copySelection();
      if (text === null || !event.clipboardData) return;
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
      if (event.type === "cut") deleteSelection("cut");
    };
    const onPaste = (event: ClipboardEvent) => {
      if (takesText(event.target) || !isCanvasShown()) return;
      const refused = paste(event.clipboardData?.getData("text/plain") ?? "");
      if (refused !== null) tell(refused);
    };
    const listeners = new AbortController();
    const { signal } = listeners;
    window.addEventListener("keydown", onKeyDown, { signal });
    document.addEventListener("copy", onCopy, { signal });
    document.addEventListener("cut", onCopy, { signal });
    document.addEventListener("paste", onPaste, { signal });
    return () => listeners.abort();
  }, [tell]);
}

const commands: Readonly<Record<string, () => void>> = {
  z: undo,
  "shift z": redo,
  y: redo,
  d: duplicateSelection,
  a: selectAll,
};

/** Whether the network is in front: not behind the start screen or a dialog. */
export function isCanvasShown(): boolean {
  return document.querySelector('[data-region="canvas"]') !== null && !document.querySelector("dialog[open]");
}

/** Text that someone has marked, such as a formula or a message, goes to the clipboard as it is. */
function isForText(event: ClipboardEvent): boolean {
  return !isCanvasShown() || takesText(event.target) || (window.getSelection()?.toString() ?? "") !== "";
}
