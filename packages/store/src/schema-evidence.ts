/** Packets: what was asked to leave the house, and who let it. */
import type { GeneratedAlways } from './kysely.ts';
import type { GenTime } from './schema-columns.ts';

export interface EvidenceDatabase {
  packet: { id: GeneratedAlways<number>; case_id: number; recipient: string; reason: string; requested_by: number; requested_at: GenTime };
  packet_release: { packet_id: number; requested_by: number; released_by: number; reason: string; released_at: GenTime };
}
