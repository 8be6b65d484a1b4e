import path from "node:path";

/** The only origin the window ever has. */
export const appOrigin = "app://layerlab";

/** Nothing but the app's own files: no inline script or style, no eval, no frame, no form, no network. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const contentTypes = new Map([
  [".css", "text/css; charset=utf-8"],
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".json", "application/json"],
  [".png", "image/png"],
  [".svg", "image/svg+xml"],
  [".ttf", "font/ttf"],
  [".txt", "text/plain; charset=utf-8"],
  [".wasm", "application/wasm"],
  [".webp", "image/webp"],
  [".woff", "font/woff"],
  [".woff2", "font/woff2"],
]);

/** The headers of every answer, whatever the file. */
export function contentHeaders(extension: string): Record<string, string> {
  return {
    "Content-Type": contentTypes.get(extension) ?? "application/octet-stream",
    "Content-Security-Policy": contentSecurityPolicy,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
  };
}

/**
 * The file that a URL of the app means, or undefined when it is not the app's or leaves the folder. The URL
 * parser folds plain `..`, but not `..%2f` or `..%5c`, which are decoded here.
 */
export function fileForUrl(url: string, folder: string): string | undefined {
  if (!isAppUrl(url)) return undefined;
  const name = decodedPath(new URL(url).pathname);
  if (name === undefined || name.includes("\0") || name.includes("\\")) return undefined;
  const file = path.join(folder, name === "/" ? "index.html" : name);
  return file.startsWith(folder + path.sep) ? file : undefined;
}

/** Whether a URL is of the window's own origin. */
export function isAppUrl(url: string): boolean {
  return URL.canParse(url) && url.startsWith(`${appOrigin}/`);
}

function decodedPath(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
