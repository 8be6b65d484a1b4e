/** How products are summed in matrices and convolutions. */
export const mathsModes = [
  {
    name: "reproducible",
    title: "Same bits",
    summary:
      "Every product is rounded, then every sum: the same seed gives the same weights on every computer.",
  },
  {
    name: "fast",
    title: "Fast",
    summary:
      "Product and sum are rounded at once where the computer can: faster, and another one may give slightly other weights.",
  },
] as const;
export type Maths = (typeof mathsModes)[number]["name"];
export const mathsNames = mathsModes.map(({ name }) => name);
