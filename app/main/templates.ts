import { z } from "zod";
import { readTemplates } from "../../engine/host/templates.ts";
import type { WindowCalls } from "./ipc.ts";
import { assetsFolder } from "./places.ts";

export const templateCalls = {
  listTemplates: { schema: z.null(), handle: () => readTemplates(assetsFolder()) },
} satisfies WindowCalls;
