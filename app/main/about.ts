import { availableParallelism } from "node:os";
import { app } from "electron";
import { z } from "zod";
import type { AppInfo } from "../contract/desktop.ts";
import type { WindowCalls } from "./ipc.ts";

/** The calls about the app itself. */
export const aboutCalls = {
  appInfo: { schema: z.null(), handle: () => appInfo() },
} satisfies WindowCalls;

function appInfo(): AppInfo {
  return {
    version: app.getVersion(),
    platform: platform(),
    threadsAvailable: availableParallelism(),
    electron: process.versions.electron ?? "unknown",
  };
}

function platform(): AppInfo["platform"] {
  return process.platform === "darwin" || process.platform === "win32" ? process.platform : "linux";
}
