import { useEffect } from "react";
import type { DesktopEvent } from "../../app/contract/desktop.ts";
import { onWords } from "../../engine/words/say.ts";
import { answerOf, desktopBridge } from "../desktop.ts";
import { redoLabel, undoLabel, useDocument } from "../document/store.ts";
import { closeWindow } from "./files.ts";
import type { Commands } from "./shortcuts.ts";
import { useShell } from "./store.ts";

/** Joins the window to its main process: menus, closing, files from outside, and what the title says. */
export function useWindowEvents(
  commands: Commands,
  openFile: (path: string, kind: "project" | "model") => void,
): void {
  useEffect(() => {
    const bridge = desktopBridge();
    void answerOf(bridge.appInfo(null)).then((answer) => {
      if (answer.ok) useShell.setState({ info: answer.value });
    });
    const endEvents = bridge.onEvent((event: DesktopEvent) => {
      if (event.event === "menu") commands[event.command]();
      else if (event.event === "may-close") void closeWindow();
      else openFile(event.path, event.kind);
    });
    const tell = () => {
      const state = useDocument.getState();
      const { project, path, unsaved } = state;
      void bridge.setDocument({
        name: project.name,
        path,
        unsaved,
        undo: undoLabel(state),
        redo: redoLabel(state),
      });
    };
    tell();
    const endDocument = useDocument.subscribe((now, before) => {
      const same =
        now.project.name === before.project.name &&
        now.path === before.path &&
        now.unsaved === before.unsaved &&
        undoLabel(now) === undoLabel(before) &&
        redoLabel(now) === redoLabel(before);
      if (!same) tell();
    });
    // The native menu says what undo would do, in the new language.
    const endWords = onWords(tell);
    return () => {
      endWords();
      endEvents();
      endDocument();
    };
  }, [commands, openFile]);
}
