/**
 * Every key there is, in the order of the sheet behind `?`. A screen can only listen for a key that stands here, so the sheet
 * is complete by its type; inside one group a key means one thing (a test).
 */
import type { PlainKey } from '../i18n/catalogue.ts';

export interface KeyGroup {
  name: PlainKey;
  entries: readonly (readonly [what: PlainKey, ...keys: string[]])[];
}

export const KEY_GROUPS = [
  {
    name: 'help.group.queue',
    entries: [
      ['help.move', 'j', 'k'],
      ['help.enter', 'Enter'],
      ['help.next', 'n'],
      ['help.fresh', 'l'],
      ['help.groups', 'g'],
    ],
  },
  {
    name: 'help.group.case',
    entries: [
      ['help.claim', 'a'],
      ['help.release', 'e'],
      ['help.spans', 's'],
      ['help.groups', 'g'],
      ['help.back', 'q'],
    ],
  },
  {
    name: 'help.group.decide',
    entries: [
      ['help.plausible', '1'],
      ['help.not', '2'],
      ['help.second', '3'],
      ['help.acts', 'c'],
      ['help.exemption', 'h'],
      ['help.reason', 'r'],
      ['help.undo', 'u'],
    ],
  },
  {
    name: 'help.group.group',
    entries: [
      ['help.member', 'j', 'k'],
      ['help.toggle', 'x'],
      ['help.exemption', 'h'],
      ['help.reason', 'r'],
      ['help.dismiss', '2'],
      ['help.back', 'q'],
    ],
  },
  {
    name: 'help.group.all',
    entries: [
      ['help.search', '/'],
      ['help.this', '?'],
      ['help.escape', 'Esc'],
    ],
  },
] as const satisfies readonly KeyGroup[];

type Entry = (typeof KEY_GROUPS)[number]['entries'][number];
/** Those that the platform itself handles are listed and never listened for. */
type Native = 'Enter' | 'Esc';
export type KeyName = Exclude<Entry extends readonly [PlainKey, ...infer Keys] ? Keys[number] : never, Native>;
