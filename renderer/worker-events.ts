import type { TrainingEvent } from "../app/contract/calls.ts";
import { channels } from "../app/contract/channels.ts";

declare global {
  interface WindowEventMap {
    training: CustomEvent<TrainingEvent>;
  }
}

/**
 * Takes the port of the training worker's events, which the preload script passes on to the page; a new one replaces
 * the last. Every event is then the window's own event `training`. Call once, before anything is asked of the worker.
 */
export function followWorker(): void {
  let current: MessagePort | undefined;
  window.addEventListener("message", ({ data, source, ports: [port] }) => {
    if (source !== window || data !== channels.training || !port) return;
    current?.close();
    current = port;
    port.onmessage = (message: MessageEvent<TrainingEvent>) => {
      window.dispatchEvent(new CustomEvent("training", { detail: message.data }));
    };
  });
}

/** Listens to the training worker. Returns the function that ends it. */
export function onTraining(listener: (event: TrainingEvent) => void): () => void {
  const hear = ({ detail }: CustomEvent<TrainingEvent>) => listener(detail);
  window.addEventListener("training", hear);
  return () => window.removeEventListener("training", hear);
}
