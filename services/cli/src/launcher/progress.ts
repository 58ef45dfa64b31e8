/** Says what is going on: a line that moves on a terminal, plain lines elsewhere. Never silent for long. */
const SPIN = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const SPIN_EVERY_MS = 100;
const STILL_EVERY_MS = 5_000;

export interface Step {
  /** Changes what the line says while the step runs. */
  note(text: string): void;
}

export class Progress {
  readonly #out: NodeJS.WriteStream;
  readonly #tty: boolean;
  #current = '';
  #frame = 0;

  constructor(out: NodeJS.WriteStream = process.stdout) {
    this.#out = out;
    this.#tty = out.isTTY === true;
  }

  line(text: string): void {
    if (this.#tty && this.#current) this.#out.write('\r\x1b[2K');
    this.#out.write(`${text}\n`);
  }

  /** Runs one step under a title; the returned text replaces the title when it is done. */
  async step<T>(title: string, run: (step: Step) => Promise<{ value: T; done: string }>): Promise<T> {
    const started = Date.now();
    const seconds = () => ((Date.now() - started) / 1_000).toFixed(1);
    this.#current = title;
    const timer = setInterval(() => this.#tick(seconds()), this.#tty ? SPIN_EVERY_MS : STILL_EVERY_MS);
    try {
      const { value, done } = await run({
        note: (text) => {
          this.#current = text;
          if (!this.#tty) this.#out.write(`  … ${text}\n`);
        },
      });
      this.line(`  ✓ ${done} (${seconds()} s)`);
      return value;
    } finally {
      clearInterval(timer);
      if (this.#tty) this.#out.write('\r\x1b[2K');
      this.#current = '';
    }
  }

  #tick(seconds: string): void {
    if (!this.#tty) return void this.#out.write(`  … ${this.#current} (${seconds} s)\n`);
    this.#frame = (this.#frame + 1) % SPIN.length;
    this.#out.write(`\r\x1b[2K  ${SPIN[this.#frame]} ${this.#current} (${seconds} s)`);
  }
}
