/** Placeholder until the audit is filled in below. */
export interface FairnessReport { pairs: number }
export function auditFairness(): FairnessReport { return { pairs: 0 }; }
