/**
 * The catalogue of prohibited acts: code, possible sanction classes, phases, elections and employment it applies to.
 * Sources: SKB 2/2022 Lampiran II (KE = ethics list, DS = discipline list), PP 94/2021 art. 5 n, UU 20/2023,
 * UU 10/2016 (Pilkada), UU 7/2017 (Pemilu). `classes[0]` is the default; where sources disagree all are kept.
 */
import type { Phase, SanctionClass } from './vocabulary.ts';

export interface Act {
  code: string;
  name: string;
  gloss: string;
  classes: readonly SanctionClass[];
  phases: readonly Phase[];
  source: string;
  only?: 'PEMILU' | 'PILKADA';
  /** PP 94/2021 binds PNS and CPNS; PPPK have their own agencies' rules. */
  pnsOnly?: true;
}

const ANY: readonly Phase[] = ['PRE', 'SET', 'CAMP', 'QUIET', 'VOTE', 'POST'];
const PRE: readonly Phase[] = ['PRE'];
const SET_ON: readonly Phase[] = ['SET', 'CAMP', 'QUIET', 'VOTE', 'POST'];
const SET_TO_VOTE: readonly Phase[] = ['SET', 'CAMP', 'QUIET', 'VOTE'];
const CAMP: readonly Phase[] = ['CAMP'];
const KE = 'SKB 2/2022 Lampiran II A; PP 42/2004 art. 11 c, 15';
const DS = 'SKB 2/2022 Lampiran II B; PP 94/2021 art. 5 n, 14 i';
const PP = 'PP 94/2021 art. 5 n';

const act = (
  code: string,
  classes: readonly SanctionClass[],
  phases: readonly Phase[],
  source: string,
  name: string,
  gloss: string,
  extra: Partial<Act> = {},
): Act => ({
  code,
  name,
  gloss,
  classes,
  phases,
  source,
  ...extra,
});

export const ACTS: readonly Act[] = [
  act('SKB-KE-01', ['ETIK'], PRE, KE, 'Memasang spanduk/baliho/alat peraga bakal calon', 'Putting up props of a prospective candidate'),
  act('SKB-KE-02', ['ETIK'], PRE, KE, 'Sosialisasi/kampanye media sosial bakal calon', 'Promoting a prospective candidate online'),
  act('SKB-KE-03', ['ETIK'], PRE, KE, 'Menghadiri deklarasi/kampanye dan memberi dukungan aktif', 'Attending a declaration and actively supporting'),
  act('SKB-KE-04', ['ETIK'], PRE, KE, 'Posting, comment, share, like, bergabung/follow akun pemenangan', 'Interacting with a winning-team account'),
  act(
    'SKB-KE-05',
    ['ETIK'],
    PRE,
    KE,
    'Memposting foto bersama bakal calon/tim sukses dengan simbol/alat peraga',
    'Photo with the candidate, team, symbol or props',
  ),
  act('SKB-KE-06', ['ETIK'], PRE, KE, 'Ikut kegiatan kampanye/sosialisasi/pengenalan bakal calon', 'Taking part in introduction or campaign activity'),
  act('SKB-KE-07', ['ETIK'], ['PRE', 'SET', 'CAMP'], KE, 'Mengikuti deklarasi/kampanye suami/istri calon tanpa CLTN', "Spouse's campaign without unpaid leave"),
  act('SKB-DS-01', ['BERAT'], SET_TO_VOTE, DS, 'Memasang spanduk/baliho/alat peraga calon', 'Putting up props of a determined candidate'),
  act('SKB-DS-02', ['BERAT'], SET_TO_VOTE, DS, 'Sosialisasi/kampanye media sosial calon', 'Campaigning online'),
  act('SKB-DS-03', ['SEDANG', 'BERAT'], PRE, DS, 'Pendekatan ke parpol/masyarakat sebagai bakal calon tanpa CLTN', 'Seeking nomination while in office'),
  act('SKB-DS-04', ['BERAT'], ['SET', 'CAMP'], DS, 'Menghadiri deklarasi/kampanye calon dan mendukung aktif', 'Attending and actively supporting'),
  act('SKB-DS-05', ['PTDH'], ['OFF', ...ANY], DS, 'Menjadi anggota/pengurus partai politik', 'Party member or officer'),
  act('SKB-DS-06', ['BERAT'], SET_ON, DS, 'Posting, comment, share, like, bergabung/follow akun pemenangan calon', 'Interacting with a candidate account'),
  act('SKB-DS-07', ['BERAT'], SET_ON, DS, 'Memposting foto bersama calon/tim sukses/alat peraga', 'Photo in support'),
  act('SKB-DS-08', ['BERAT', 'SEDANG'], ANY, DS, 'Mengadakan kegiatan yang mengarah keberpihakan', 'Partial activity: meeting, invitation, appeal, gifts'),
  act('SKB-DS-09', ['SEDANG'], PRE, DS, 'Menjadi tim ahli/pemenangan/konsultan sebelum penetapan', 'On a team before determination'),
  act('SKB-DS-10', ['BERAT'], SET_ON, DS, 'Menjadi tim ahli/pemenangan/konsultan sesudah penetapan', 'On a team after determination'),
  act('SKB-DS-11', ['BERAT'], PRE, DS, 'Memberi dukungan bakal calon perseorangan (surat + KTP)', 'Support letter for an independent'),
  act('SKB-DS-12', ['BERAT'], ANY, DS, 'Membuat keputusan/tindakan menguntungkan/merugikan', 'Decision that benefits or harms a contestant'),
  act('PP94-5N-1', ['SEDANG'], CAMP, PP, 'Ikut kampanye', 'Joining a campaign', { pnsOnly: true }),
  act('PP94-5N-2', ['SEDANG'], CAMP, PP, 'Peserta kampanye dengan atribut partai/PNS', 'Campaigning in party or civil-service attire', { pnsOnly: true }),
  act('PP94-5N-3', ['BERAT'], CAMP, PP, 'Mengerahkan PNS lain', 'Mobilising other staff', { pnsOnly: true }),
  act('PP94-5N-4', ['BERAT'], CAMP, PP, 'Menggunakan fasilitas negara', 'Using state facilities', { pnsOnly: true }),
  act('PP94-5N-5', ['BERAT'], ANY, PP, 'Keputusan/tindakan menguntungkan/merugikan paslon', 'Decision or act that benefits or harms a pair', { pnsOnly: true }),
  act('PP94-5N-6', ['BERAT'], ANY, PP, 'Kegiatan keberpihakan (pertemuan, ajakan, imbauan, seruan, pemberian barang)', 'Partial activity', { pnsOnly: true }),
  act('PP94-5N-7', ['BERAT'], PRE, PP, 'Surat dukungan + fotokopi KTP/SKTP', 'Support letter with ID copies', { pnsOnly: true }),
  act(
    'ASN23-24D',
    ['RINGAN', 'SEDANG', 'BERAT'],
    ANY,
    'UU 20/2023 art. 24(1)d',
    'Kewajiban menjaga netralitas',
    'Duty of neutrality (umbrella, never the only reason)',
  ),
  act('ASN23-52J', ['PTDH'], ['OFF', ...ANY], 'UU 20/2023 art. 52(3)j, (4)', 'Anggota/pengurus parpol', 'Party membership: dismissal ground'),
  act('PIL16-70', ['PIDANA'], CAMP, 'UU 10/2016 art. 70(1), 189', 'Paslon dilarang melibatkan ASN dalam kampanye', 'Pair must not involve civil servants', {
    only: 'PILKADA',
  }),
  act('PIL16-71-1', ['PIDANA'], CAMP, 'UU 10/2016 art. 71(1), 188', 'Pejabat ASN membuat keputusan/tindakan berpihak', 'Partial act by an official', {
    only: 'PILKADA',
  }),
  act('PIL16-71-3', ['ADMIN', 'PIDANA'], ANY, 'UU 10/2016 art. 71(3)', 'Menggunakan kewenangan/program/kegiatan untuk paslon', 'Programmes used for a pair', {
    only: 'PILKADA',
  }),
  act('PEM17-280-2F', ['PIDANA'], CAMP, 'UU 7/2017 art. 280(2)f, 493', 'Tim kampanye dilarang mengikutsertakan ASN', 'Team must not involve civil servants', {
    only: 'PEMILU',
  }),
  act('PEM17-280-3', ['PIDANA'], CAMP, 'UU 7/2017 art. 280(3), 494', 'ASN dilarang menjadi pelaksana/tim kampanye', 'Civil servant as campaign organiser', {
    only: 'PEMILU',
  }),
  act('PEM17-282', ['PIDANA'], CAMP, 'UU 7/2017 art. 282', 'Keputusan/tindakan berpihak selama kampanye', 'Partial decisions during campaign', {
    only: 'PEMILU',
  }),
  act('PEM17-283', ['SEDANG', 'BERAT'], ANY, 'UU 7/2017 art. 283', 'Kegiatan yang mengarah keberpihakan', 'Partial activity', { only: 'PEMILU' }),
  act('PEM17-492', ['PIDANA'], ['PRE', 'SET', 'QUIET', 'VOTE'], 'UU 7/2017 art. 492', 'Kampanye di luar jadwal', 'Campaigning outside the schedule', {
    only: 'PEMILU',
  }),
  act('LOC-01', ['ADMIN'], PRE, 'local circular', 'Tidak mundur sebelum mendaftar', 'Not resigning before registering'),
  act('LOC-02', ['ADMIN'], ANY, 'local circular', 'Menanggapi Pilkada di media sosial', 'Any response about the election where a circular bars it'),
  act('LOC-03', ['BERAT'], CAMP, 'local circular', 'Membagikan uang/materi kampanye', 'Handing out money or material'),
  act('LOC-04', ['ETIK'], ANY, 'local circular', 'Simbol/gestur yang dapat disalahartikan', 'Ambiguous symbol or gesture'),
  act(
    'LOC-05',
    ['ETIK', 'BERAT'],
    ANY,
    'local circular; letter B/71/2017',
    'Pembicara pada kegiatan tim pemenangan/parpol',
    'Speaker at a team or party event',
  ),
  act('LOC-06', ['BERAT'], ANY, 'local circular', 'Pelayanan publik diskriminatif', 'Biased public service'),
  act('NON-01', ['KONTRAK'], ANY, 'SE MenPANRB 1/2023', 'Pelanggaran PPNPN/Non-ASN', 'Non-ASN staff: same acts, own ladder'),
];

const BY_CODE = new Map(ACTS.map((a) => [a.code, a]));
export const actByCode = (code: string): Act | undefined => BY_CODE.get(code);

const NEEDS_TWO: readonly SanctionClass[] = ['BERAT', 'PTDH', 'PIDANA'];

/** BERAT, PTDH and PIDANA findings need two different people, the second blind to the first. */
export function needsSecondReader(codes: readonly string[]): boolean {
  return codes.some((c) => BY_CODE.get(c)?.classes.some((k) => NEEDS_TWO.includes(k)) ?? true);
}

/** A code is admissible when the catalogue knows it and its phases contain the case's phase. */
export function actAllowedIn(code: string, phase: Phase): boolean {
  return BY_CODE.get(code)?.phases.includes(phase) ?? false;
}

/** The codes a reviewer may choose from in a phase. */
export function actsIn(phase: Phase): Act[] {
  return ACTS.filter((a) => a.phases.includes(phase));
}
