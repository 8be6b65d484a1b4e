import { defineTableSet } from "./table-set.ts";

/** S. Aeberhard and M. Forina's wines (1992), as in scikit-learn. */
export const wine = defineTableSet({
  id: "wine",
  title: "Wine",
  summary:
    "178 wines from three growers of one region of Italy, told apart by thirteen measurements of a chemist.",
  features: [
    "alcohol",
    "malic acid",
    "ash",
    "alcalinity of ash",
    "magnesium",
    "total phenols",
    "flavanoids",
    "nonflavanoid phenols",
    "proanthocyanins",
    "colour intensity",
    "hue",
    "OD280/OD315",
    "proline",
  ],
  classNames: ["Grower 1", "Grower 2", "Grower 3"],
  rows: 178,
  file: "wine_data.csv",
});
