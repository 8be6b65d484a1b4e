import { useEffect } from "react";
import { desktopBridge } from "../desktop.ts";

/** What a model file says of itself within its first characters. */
const modelMark = '"layerlab-model"';

/** What a dropped file is opened as. */
export type DroppedKind = "project" | "model" | "data";

/** A project or a model says what it is; everything else may be data. */
function kindOf(name: string, start: string): DroppedKind {
  if (start.includes(modelMark)) return "model";
  return /\.(layerlab|json)$/i.test(name) ? "project" : "data";
}

/** The first characters of a file; nothing for a folder, which the main process then refuses in words. */
function startOf(file: File): Promise<string> {
  return file
    .slice(0, 400)
    .text()
    .catch(() => "");
}

/**
 * Files dropped anywhere in the window: the first one is opened.
 * @param tryPicture shows a picture to the network, where there is one that looks at pictures; says whether it did
 */
export function useFileDrop(
  open: (path: string, kind: DroppedKind) => void,
  tryPicture: (file: File) => boolean,
): void {
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const onDragOver = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      event.preventDefault();
      if (file.type.startsWith("image/") && tryPicture(file)) return;
      const path = desktopBridge().pathOfFile(file);
      if (path !== "") void startOf(file).then((text) => open(path, kindOf(file.name, text)));
    };
    window.addEventListener("dragover", onDragOver);
    window.addEventListener("drop", onDrop);
    return () => {
      window.removeEventListener("dragover", onDragOver);
      window.removeEventListener("drop", onDrop);
    };
  }, [open, tryPicture]);
}
