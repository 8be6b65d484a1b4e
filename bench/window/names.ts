/** What the window takes, in the order in which it is measured. */
export const windowNames = ["frames", "start-up"] as const;
export type WindowName = (typeof windowNames)[number];
