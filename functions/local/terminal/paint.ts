/** Colours of a terminal; each leaves a text as it is where none may be used. */
export interface Paint {
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

/** Select Graphic Rendition (ECMA-48, 8.3.117), each with the code that ends it. */
const CODES = { red: [31, 39], green: [32, 39], yellow: [33, 39], dim: [2, 22], bold: [1, 22] } as const;

/** See `Paint`. */
export function paintOf(isColoured: boolean): Paint {
  const wrap =
    ([on, off]: readonly [number, number]) =>
    (text: string) =>
      isColoured && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  const { red, green, yellow, dim, bold } = CODES;
  return { red: wrap(red), green: wrap(green), yellow: wrap(yellow), dim: wrap(dim), bold: wrap(bold) };
}
