/** Local circulars: rules that bind only inside one jurisdiction and period. */
import { z } from 'zod';
import { EmploymentStatus, Label, RegionCode } from './vocabulary.ts';

export const Circular = z.strictObject({
  id: z.string().min(1).max(120),
  number: z.string().min(1).max(200),
  jurisdiction: RegionCode,
  from: z.iso.date(),
  to: z.iso.date().nullish(),
  applies_to: z.array(EmploymentStatus).min(1),
  adds: z.array(z.strictObject({ act: z.string(), labels: z.array(Label).min(1), verdict: z.enum(['flag', 'review']) })).min(1),
});
export type Circular = z.infer<typeof Circular>;
export const Circulars = z.array(Circular);
