import path from "node:path";
import { app, nativeTheme } from "electron";
import { z } from "zod";
import { readText, writeWhole } from "../../engine/host/files.ts";
import type { WindowCalls } from "./ipc.ts";

const settingsSchema = z.strictObject({ theme: z.enum(["system", "light", "dark"]).default("system") });

const settingsFile = () => path.join(app.getPath("userData"), "settings.json");

/** Applies what the person chose last time, before the first window is drawn. Runs when the app is ready. */
export async function setUpSettings(): Promise<void> {
  const settings = await readText(settingsFile(), "settings", 1_000_000)
    .then((text) => settingsSchema.parse(JSON.parse(text)))
    .catch(() => settingsSchema.parse({})); // a first start, or a damaged file: the defaults
  nativeTheme.themeSource = settings.theme;
}

export const settingsCalls = {
  setTheme: {
    schema: settingsSchema.required(),
    handle: async ({ theme }) => {
      nativeTheme.themeSource = theme;
      await writeWhole(settingsFile(), `${JSON.stringify({ theme })}\n`);
      return null;
    },
  },
} satisfies WindowCalls;
