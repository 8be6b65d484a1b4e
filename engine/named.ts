/**
 * The record that has the name, from a list such as the optimisers. Throws for a name that no door should have let in.
 * @param what a record of the list is, as in "optimiser"
 */
export function recordNamed<Named extends { readonly name: string }>(
  records: readonly Named[],
  name: Named["name"],
  what: string,
): Named {
  const record = records.find((candidate) => candidate.name === name);
  if (!record) throw new Error(`There is no ${what} called "${name}".`);
  return record;
}
