/** The beginning of a text, never half of a character that takes two units: a lone surrogate would have the whole post dropped. */
export function cut(text: string, chars: number): string {
  if (text.length <= chars) return text;
  const head = text.slice(0, chars);
  return /[\uD800-\uDBFF]$/.test(head) ? head.slice(0, -1) : head;
}
