import { create } from "zustand";
import type { BinScale } from "./common-bins.ts";

/** What is looked at: it stays when another layer is chosen. */
export const useDistributionView = create<{ readonly tensor: string; readonly scale: BinScale }>()(() => ({
  tensor: "weight",
  scale: "linear",
}));
