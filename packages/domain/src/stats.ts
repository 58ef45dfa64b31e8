/** A figure of the house: deciders see the cases of their regions as they are. */
export interface StatCell {
  region?: string;
  label?: string;
  state?: string;
  day?: string;
  cases: number | null;
  suppressed: boolean;
}
