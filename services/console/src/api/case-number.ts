const DIGITS = 6;
/** As the API writes case numbers, where it sends only the id. */
export const caseNumber = (id: number): string => `K-${String(id).padStart(DIGITS, '0')}`;
