/** A small invented world for tests: two contests of one region, one elsewhere, parties, accounts. */
import { PostLine, Register } from '@pantau/domain';

export const fixtureRegister: Register = Register.parse({
  version: 'fixture-1',
  elections: [
    {
      id: 'PK24',
      stages: {
        mutation_ban: ['2024-03-22', 'end_of_term'],
        pairs_determined: '2024-09-22',
        campaign: ['2024-09-25', '2024-11-23'],
        quiet: ['2024-11-24', '2024-11-26'],
        voting: '2024-11-27',
        inauguration: '2025-02-20',
      },
    },
    {
      id: 'PM24',
      stages: {
        preparation: ['2022-06-14', '2024-06-14'],
        parties_determined: '2022-12-14',
        dct_determined: '2023-11-03',
        president_pairs_determined: '2023-11-13',
        campaign: ['2023-11-28', '2024-02-10'],
        quiet: ['2024-02-11', '2024-02-13'],
        voting: '2024-02-14',
        oath: { dpr_dpd: '2024-10-01', president: '2024-10-20' },
      },
    },
  ],
  contests: [
    { id: 'kota', election: 'PK24', type: 'MAYOR', region: '16.73', name: 'Wali Kota Fiksi' },
    { id: 'prov', election: 'PK24', type: 'GOVERNOR', region: '16', name: 'Gubernur Fiksi' },
    { id: 'jauh', election: 'PK24', type: 'REGENT', region: '35.09', name: 'Bupati Jauh' },
    { id: 'dpr', election: 'PM24', type: 'LEGISLATIVE', region: 'ID', name: 'DPR' },
  ],
  contestants: [
    {
      id: 'kota-1',
      contest: 'kota',
      kind: 'pair',
      ballot_number: 1,
      people: [
        { name: 'H. Wirasena Padmatirta, S.E., M.M.', nicknames: ['Bang Wira'] },
        { name: 'Dr. Laksmita Kinasih', nicknames: ['Yuk Laksmi'] },
      ],
      aliases: ['Wira-Laksmi', 'BERKAH'],
      slogans: ['Kota Cerah Semua Bungah'],
      hashtags: ['#KotaCerahBersama'],
      accounts: [{ platform: 'instagram', handle: 'wiralaksmi.official' }],
    },
    {
      id: 'kota-2',
      contest: 'kota',
      kind: 'pair',
      ballot_number: 2,
      people: [{ name: 'Ir. Gandewa Sasmaya (Mang Dewa)', incumbent: true }, { name: 'Rosmalati Hanurawan' }],
      aliases: ['Dewa-Ros', 'MAJU'],
      accounts: [{ platform: 'x', handle: 'dewaros' }],
    },
    {
      id: 'prov-1',
      contest: 'prov',
      kind: 'pair',
      ballot_number: 1,
      people: [{ name: 'Kertabumi Waskita' }, { name: 'Nurhaliza Pramesthi' }],
      aliases: ['Kerta-Nur'],
    },
    { id: 'prov-2', contest: 'prov', kind: 'pair', ballot_number: 2, people: [{ name: 'Agus Setiawan' }, { name: 'Siti Maryamah' }] },
    { id: 'prov-3', contest: 'prov', kind: 'empty_column', ballot_number: 3 },
    { id: 'jauh-1', contest: 'jauh', kind: 'pair', ballot_number: 1, people: [{ name: 'Wirasena Kartanegara' }, { name: 'Agus Setiawan' }] },
    { id: 'dpr-1', contest: 'dpr', kind: 'candidate', ballot_number: 4, people: [{ name: 'Bambang Sutrisno Hadi' }] },
  ],
  parties: [
    { id: 'ptn', name: 'Partai Tani Nusantara', abbreviation: 'PTN', ballot_number: 1 },
    { id: 'pbb', name: 'Partai Bahtera Bangsa', abbreviation: 'PBB', ballot_number: 2 },
  ],
});

export const CAMPAIGN = '2024-10-12T12:00:00+07:00';

/** A post of the campaign by a civil servant of the fixture's city, with changes. */
export function post(text: string, changes: Record<string, unknown> = {}): PostLine {
  const { author, ...rest } = changes as { author?: object };
  return PostLine.parse({ id: 't', text, posted_at: CAMPAIGN, author: { region: '16.73', employment_status: 'PNS', ...author }, ...rest });
}
