import path from "node:path";
import { app, nativeTheme } from "electron";
import { z } from "zod";
import { defaultSettings, type SettingName, type Settings } from "../contract/settings.ts";
import type { WindowCalls } from "./ipc.ts";
import { KeptValues } from "./kept-values.ts";
import { settingSchemas } from "./setting-schemas.ts";

type AppSettings = KeptValues<Settings>;

/** The defaults until they are read. */
export function keptSettings(): AppSettings {
  const file = path.join(app.getPath("userData"), "settings.json");
  return new KeptValues({ file, schemas: settingSchemas, defaults: defaultSettings });
}

/** Reads what the person chose last time and applies it, before the first window is drawn. Runs when the app is ready. */
export async function setUpSettings(settings: AppSettings): Promise<void> {
  apply(await settings.load());
}

/** The page's zoom at a text size: 1.5 for 150 %. */
export function zoomOf({ textSize }: Settings): number {
  return Number(textSize) / 100;
}

/** What acts in the main process itself; the window's text size is the window's own concern. */
function apply({ theme }: Settings): void {
  nativeTheme.themeSource = theme;
}

const { shape } = z.strictObject(settingSchemas);
const changes = z.strictObject(
  Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, schema.exactOptional()])) as {
    [Name in SettingName]: z.ZodExactOptional<(typeof shape)[Name]>; // fromEntries forgets the names
  },
);

/** @param onChange called with the settings after each change. */
export function settingsCalls(settings: AppSettings, onChange: (settings: Settings) => void) {
  return {
    settings: { schema: z.null(), handle: () => settings.values },
    changeSettings: {
      schema: changes,
      handle: async (request) => {
        const written = settings.set(request);
        apply(settings.values);
        onChange(settings.values);
        await written;
        return null;
      },
    },
  } satisfies WindowCalls;
}
