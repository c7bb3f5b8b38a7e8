/** A copy of a config without the values at these paths; a member of a list goes as a whole, the others keep their positions. */
export function withoutFaulty(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (paths.length === 0) return value;
  if (paths.some((path) => path.length === 0) || typeof value !== 'object' || value === null) return undefined;
  const below = (key: string) => paths.filter(([first]) => first === key).map(([, ...rest]) => rest);
  if (Array.isArray(value)) {
    // Gaps, which the array methods skip, since later faults name the members by position.
    const kept: unknown[] = [];
    value.forEach((member, index) => {
      if (below(String(index)).length === 0) kept[index] = member;
    });
    return kept;
  }
  const kept = Object.entries(value).map(([key, member]) => [key, withoutFaulty(member, below(key))] as const);
  return Object.fromEntries(kept.filter(([, member]) => member !== undefined));
}
