/** An option that may be given several times. Variadic options (`<file...>`) would swallow the argument that follows them. */
export function each(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}
