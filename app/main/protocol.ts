import { readFile } from "node:fs/promises";
import path from "node:path";
import { protocol } from "electron";
import { appOrigin, contentHeaders, fileForUrl } from "./files.ts";

/**
 * The window is served by a scheme of its own, so it has an origin, a strict content security policy and
 * cross-origin isolation (for shared memory), which file:// cannot have. Must run before the app is ready.
 */
export function setUpScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built window's files, and nothing outside their folder. Runs when the app is ready. */
export function setUpProtocol(folder: string): void {
  protocol.handle("app", async (request) => {
    const file = request.method === "GET" ? fileForUrl(request.url, folder) : undefined;
    if (file === undefined)
      return new Response("Not found", { status: 404, headers: contentHeaders(".txt") });
    try {
      return new Response(await readFile(file), { headers: contentHeaders(path.extname(file)) });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) console.error(error);
      return new Response("Not found", { status: 404, headers: contentHeaders(".txt") });
    }
  });
}

export const startPage = `${appOrigin}/index.html`;
