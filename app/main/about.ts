import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import { app, shell } from "electron";
import { z } from "zod";
import { TroubleError } from "../../engine/trouble.ts";
import { say } from "../../engine/words/say.ts";
import type { AppInfo, ShippedPart } from "../contract/desktop.ts";
import type { WindowCalls } from "./ipc.ts";
import { builtFolder } from "./places.ts";

const partsSchema = z.array(
  z.strictObject({
    name: z.string(),
    version: z.string().nullable(),
    kind: z.enum(["library", "font", "data", "runtime"]),
    licence: z.string(),
    text: z.string(),
    link: z.string().startsWith("https://").nullable(),
  }),
) satisfies z.ZodType<readonly ShippedPart[]>;

/** Chromium's own list of the hundreds of parts that it is made of; Electron ships it beside its program. */
const chromiumLicences = path.join(path.dirname(process.execPath), "LICENSES.chromium.html");

/** The calls about the app itself. Nothing is opened but what they name, and only when the person asks. */
export const aboutCalls = {
  appInfo: { schema: z.null(), handle: () => appInfo() },
  shippedParts: { schema: z.null(), handle: () => shippedParts() },
  openLink: {
    schema: z.strictObject({ url: z.string().max(2000) }),
    handle: async ({ url }) => {
      const isKnown = (await shippedParts()).some(({ link }) => link === url);
      if (!isKnown)
        throw new TroubleError({
          title: say("This link was not opened"),
          reason: say("It is not among the addresses that Layerlab knows."),
          next: say("Copy it into your browser if you trust it."),
        });
      await shell.openExternal(url);
      return null;
    },
  },
  openChromiumLicences: {
    schema: z.null(),
    handle: async () => {
      const failure = await shell.openPath(chromiumLicences);
      if (failure !== "")
        throw new TroubleError({
          title: say("The licences of Chromium cannot be shown"),
          reason: `${failure}.`,
          next: say("Open {address} in your browser.", { address: chromiumLicences }),
        });
      return null;
    },
  },
} satisfies WindowCalls;

/** What the build found in the bundles; see scripts/licences.mjs. */
async function shippedParts(): Promise<readonly ShippedPart[]> {
  const parts = partsSchema.parse(
    JSON.parse(await readFile(path.join(builtFolder, "licences.json"), "utf8")),
  );
  const { electron } = appInfo();
  return parts.map((part) => (part.kind === "runtime" ? { ...part, version: electron } : part));
}

function appInfo(): AppInfo {
  const { electron, chrome, node } = process.versions;
  return {
    version: app.getVersion(),
    platform: platform(),
    threadsAvailable: availableParallelism(),
    electron: electron ?? "unknown",
    chromium: chrome ?? "unknown",
    node,
    hasChromiumLicences: existsSync(chromiumLicences),
  };
}

function platform(): AppInfo["platform"] {
  return process.platform === "darwin" || process.platform === "win32" ? process.platform : "linux";
}
