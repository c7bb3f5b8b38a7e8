/**
 * A coordinate or size in as few characters as two decimals take.
 *
 * @throws RangeError for what is no finite number: a picture with `NaN` in it is a bug, not a picture.
 */
export function svgNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`a coordinate must be a finite number, not ${value}`);
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded).replace(/^(-?)0\./, '$1.');
}

/** A place across a drawing, from a ratio of its width; the same at every width. */
export function percentOf(ratio: number): string {
  return `${svgNumber(ratio * 100)}%`;
}
