import { existsSync } from "node:fs";
import path from "node:path";
import { shell } from "electron";
import { z } from "zod";
import { TroubleError } from "../../engine/trouble.ts";
import { say } from "../../engine/words/say.ts";
import type { GrantedFiles } from "./granted.ts";
import type { WindowCalls } from "./ipc.ts";

/** @param written the files that this app has written since it was started; the window can have no others shown */
export function writtenFileCalls(written: Pick<GrantedFiles, "has">) {
  return {
    showInFolder: {
      schema: z.strictObject({
        path: z.string().max(4096).refine(path.isAbsolute, "must be an absolute path"),
      }),
      handle: ({ path: file }) => {
        if (!written.has(file))
          throw new TroubleError({
            title: say("This file was not shown"),
            reason: say("Layerlab has not written it since it was started."),
            next: say("Look for it in your file manager."),
          });
        if (!existsSync(file))
          throw new TroubleError({
            title: say("{file} is not there any more", { file: path.basename(file) }),
            reason: say("It was moved, renamed or deleted after it was written."),
            next: say("Save it again."),
          });
        shell.showItemInFolder(file);
        return null;
      },
    },
  } satisfies WindowCalls;
}
