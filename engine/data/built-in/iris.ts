import { phrase } from "../../words/say.ts";
import { defineTableSet } from "./table-set.ts";

/** R. A. Fisher's iris flowers (1936), as in scikit-learn. */
export const iris = defineTableSet({
  id: "iris",
  title: "Iris flowers",
  summary: "150 flowers of three kinds of iris: length and width of their sepals and petals, in centimetres.",
  features: [phrase("sepal length"), phrase("sepal width"), phrase("petal length"), phrase("petal width")],
  classNames: ["Setosa", "Versicolor", "Virginica"],
  rows: 150,
  file: "iris.csv",
});
