import { create } from "zustand";

/** What the switches above the canvas show on the layers while a run is under way. */
export const useShown = create<{ readonly maps: boolean; readonly gradients: boolean }>()(() => ({
  maps: true,
  gradients: true,
}));
