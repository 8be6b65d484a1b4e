import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { DesktopBridge, DesktopCallName } from "../contract/calls.ts";
import { desktopCallNames } from "../contract/calls.ts";
import { channels } from "../contract/channels.ts";
import type { DesktopEvent } from "../contract/desktop.ts";

/** The page's window, of which nothing else is needed here. */
declare const window: { postMessage(message: unknown, origin: string, ports: readonly unknown[]): void };

const calls = Object.fromEntries(
  desktopCallNames.map((name) => [
    name,
    (request: unknown) => ipcRenderer.invoke(channels.call, name, request),
  ]),
) as Pick<DesktopBridge, DesktopCallName>; // fromEntries forgets the names; the contract's list holds them all

// Straight to the page: through this script each event would be copied twice, those of hundreds of layers for 13 ms.
ipcRenderer.on(channels.training, ({ ports }) => window.postMessage(channels.training, "*", ports));

const bridge: DesktopBridge = {
  ...calls,
  onEvent(listener) {
    const forward = (_event: unknown, event: DesktopEvent) => listener(event);
    ipcRenderer.on(channels.event, forward);
    return () => {
      ipcRenderer.off(channels.event, forward);
    };
  },
  pathOfFile: (file) => webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]),
};

contextBridge.exposeInMainWorld("desktop", bridge);
