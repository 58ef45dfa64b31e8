/** Rows of one KPU list on their way into a stage. An id that comes again is a reject of the later line. */
import type { Contest, Contestant, Party } from '@pantau/domain';
import type { RegisterStage } from '@pantau/store';
import type { KpuRows } from './kpu-kinds.ts';
import type { Reject } from './rejects.ts';

/** Rows handed to the stage at once. */
const BATCH_ROWS = 5_000;

export class CsvBatch {
  readonly #stage: RegisterStage;
  readonly #part: number;
  readonly #reject: (r: Reject) => Promise<void>;
  readonly #contests: Set<string>;
  #newContests: Contest[] = [];
  #parties: Party[] = [];
  #contestants: Contestant[] = [];
  /** Line by contestant id, of this batch only. */
  #lines = new Map<string, number>();

  /** `contests` receives the ids of the contests it brings. */
  constructor(stage: RegisterStage, part: number, contests: Set<string>, reject: (r: Reject) => Promise<void>) {
    this.#stage = stage;
    this.#part = part;
    this.#contests = contests;
    this.#reject = reject;
  }

  async add(line: number, rows: KpuRows): Promise<void> {
    const { contest, contestant, party } = rows;
    if (this.#lines.has(contestant.id)) return this.#twice(line, contestant.id);
    if (contest && !this.#contests.has(contest.id)) {
      this.#contests.add(contest.id);
      this.#newContests.push(contest);
    }
    if (party) this.#parties.push(party);
    this.#contestants.push(contestant);
    this.#lines.set(contestant.id, line);
    if (this.#contestants.length >= BATCH_ROWS) await this.flush();
  }

  async flush(): Promise<void> {
    const twice = await this.#stage.add(this.#part, { contests: this.#newContests, parties: this.#parties, contestants: this.#contestants });
    // A contest that an earlier file of the same part brought is the same contest; only its people may clash.
    for (const t of twice) if (t.list === 'contestants') await this.#twice(this.#lines.get(t.id) ?? 0, t.id);
    this.#newContests = [];
    this.#parties = [];
    this.#contestants = [];
    this.#lines = new Map();
  }

  #twice(line: number, id: string): Promise<void> {
    return this.#reject({ line, reason: `"${id}" was already on an earlier line` });
  }
}
