import { ipcMain, MessageChannelMain, type MessagePortMain, type WebContents } from "electron";
import { channels } from "../contract/channels.ts";
import type { DesktopEvent } from "../contract/desktop.ts";
import { answerCall, type Calls, joinCalls } from "./door.ts";

/** The calls that one concern of the main process answers. */
export type WindowCalls = Calls<WebContents>;

/** Opens the one door through which the window asks anything. */
export function setUpCalls(parts: readonly WindowCalls[]): void {
  const table = joinCalls(parts);
  ipcMain.handle(channels.call, (event, name: unknown, request: unknown) => {
    const frame = event.senderFrame;
    const caller = { url: frame?.url, isMainFrame: frame !== null && frame === event.sender.mainFrame };
    return answerCall(table, caller, event.sender, name, request, console.error);
  });
}

/** Tells the window something it did not ask for. */
export function sendEvent(window: WebContents, event: DesktopEvent): void {
  window.send(channels.event, event);
}

/**
 * Hands the window a port for the training worker's events and returns the end to write to. Each page load
 * needs its own; the window forgets the last.
 */
export function openTrainingPort(window: WebContents): MessagePortMain {
  const { port1, port2 } = new MessageChannelMain();
  window.postMessage(channels.training, null, [port2]);
  return port1;
}
