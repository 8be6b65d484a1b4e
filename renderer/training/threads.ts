import { create } from "zustand";

const storageKey = "layerlab-threads";

/** How many threads the next run may use; null leaves it to the engine, which keeps a core for the window. */
export const useThreadChoice = create<{ readonly threads: number | null }>()(() => ({ threads: kept() }));

/** Acts with the next run, and is kept for the next start of the app. The results do not depend on it. */
export function chooseThreads(threads: number | null): void {
  if (threads === null) localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, String(threads));
  useThreadChoice.setState({ threads });
}

function kept(): number | null {
  const text = typeof localStorage === "undefined" ? null : localStorage.getItem(storageKey);
  const threads = Number(text);
  return text !== null && Number.isInteger(threads) && threads >= 1 && threads <= 256 ? threads : null;
}
