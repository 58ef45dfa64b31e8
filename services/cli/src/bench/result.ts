/** What every benchmark gives back; `pantau bench` adds the machine and prints it. */
export interface BenchResult {
  figures: Record<string, number>;
  engine?: { postgres?: string; redis?: string };
}

/** For a smaller or another run; a benchmark that has no use for one leaves it alone. */
export interface BenchOptions {
  seconds?: number | undefined;
  clients?: number | undefined;
  cases?: number | undefined;
  /** Cases that wait to be judged. */
  open?: number | undefined;
  /** Copies of the service. */
  processes?: number | undefined;
  pace?: 'steady' | 'none' | undefined;
}

/** `say` takes one line of progress. */
export type Bench = (say: (line: string) => void, options?: BenchOptions) => Promise<BenchResult>;
