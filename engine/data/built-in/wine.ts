import { phrase } from "../../words/say.ts";
import { defineTableSet } from "./table-set.ts";

/** S. Aeberhard and M. Forina's wines (1992), as in scikit-learn. */
export const wine = defineTableSet({
  id: "wine",
  title: "Wine",
  summary:
    "178 wines from three growers of one region of Italy, told apart by thirteen measurements of a chemist.",
  features: [
    phrase("alcohol"),
    phrase("malic acid"),
    phrase("ash"),
    phrase("alcalinity of ash"),
    phrase("magnesium"),
    phrase("total phenols"),
    phrase("flavanoids"),
    phrase("nonflavanoid phenols"),
    phrase("proanthocyanins"),
    phrase("colour intensity"),
    phrase("hue"),
    phrase("OD280/OD315"),
    phrase("proline"),
  ],
  classNames: ["Grower 1", "Grower 2", "Grower 3"],
  rows: 178,
  file: "wine_data.csv",
});
