/** `1 probe`, `2 probes`. */
export function countText(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** With a capital letter, as a sentence begins. */
export function capital(text: string): string {
  const [first = ''] = text;
  return `${first.toUpperCase()}${text.slice(first.length)}`;
}

/** `1st`, `2nd`, `3rd`, `11th`. */
export function ordinalText(number: number): string {
  const isTeen = number % 100 >= 11 && number % 100 <= 13;
  const ending = isTeen ? undefined : (['st', 'nd', 'rd'] as const)[(number % 10) - 1];
  return `${number}${ending ?? 'th'}`;
}
