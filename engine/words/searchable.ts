/** A text as it is searched: without capitals and accents, so that "ecran" finds "Écran". */
export function searchable(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}
