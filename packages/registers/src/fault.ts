/** Why a file as a whole was not taken: one line for a person, several where several things are wrong. Anything else that is thrown is a defect. */
export class ImportFault extends Error {
  constructor(message: string, o: { cause?: unknown } = {}) {
    super(message, o);
    this.name = 'ImportFault';
  }
}

/** The import was stopped by whoever began it; nothing of it stays. */
export class ImportStopped extends Error {
  constructor() {
    super('the import was stopped');
    this.name = 'ImportStopped';
  }
}
