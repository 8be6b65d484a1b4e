import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { DesktopBridge, DesktopCallName, TrainingEvent } from "../contract/calls.ts";
import { desktopCallNames } from "../contract/calls.ts";
import { channels } from "../contract/channels.ts";
import type { DesktopEvent } from "../contract/desktop.ts";

type TrainingListener = Parameters<DesktopBridge["onTraining"]>[0];

const calls = Object.fromEntries(
  desktopCallNames.map((name) => [
    name,
    (request: unknown) => ipcRenderer.invoke(channels.call, name, request),
  ]),
) as Pick<DesktopBridge, DesktopCallName>; // fromEntries forgets the names; the contract's list holds them all

const trainingListeners = new Set<TrainingListener>();
let trainingPort: { close(): void } | undefined;

ipcRenderer.on(channels.training, (event) => {
  const [port] = event.ports;
  if (port === undefined) return;
  trainingPort?.close();
  trainingPort = port;
  port.onmessage = (message: { readonly data: TrainingEvent }) => {
    const boxed = new Set([message.data]);
    for (const listener of trainingListeners) listener(boxed);
  };
});

const bridge: DesktopBridge = {
  ...calls,
  onEvent(listener) {
    const forward = (_event: unknown, event: DesktopEvent) => listener(event);
    ipcRenderer.on(channels.event, forward);
    return () => {
      ipcRenderer.off(channels.event, forward);
    };
  },
  onTraining(listener) {
    trainingListeners.add(listener);
    return () => {
      trainingListeners.delete(listener);
    };
  },
  pathOfFile: (file) => webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]),
};

contextBridge.exposeInMainWorld("desktop", bridge);
