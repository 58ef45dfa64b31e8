/** What every benchmark gives back; `pantau bench` adds the machine and prints it. */
export interface BenchResult {
  figures: Record<string, number>;
  engine?: { postgres?: string; redis?: string };
}

/** `say` takes one line of progress. */
export type Bench = (say: (line: string) => void) => Promise<BenchResult>;
