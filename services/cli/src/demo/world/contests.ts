/**
 * The contests of the demo world: real places, invented people. Every calendar is laid around the day of seeding, so that
 * one contest is before determination, one between determination and campaign, one in its campaign and one in its quiet days.
 */
import type { Circular, Contest, Contestant, Election, Party, Register } from '@pantau/domain';

const DAY_MS = 86_400_000;
const day = (now: Date, n: number): string => new Date(now.getTime() + n * DAY_MS).toISOString().slice(0, 10);

/** Days from the day of seeding; the rest of a calendar follows from the length of its parts. */
interface Plan {
  id: string;
  name: string;
  determined: number;
  campaign: [number, number];
  voting: number;
}

const PLANS: readonly Plan[] = [
  { id: 'DEMO-LINGGAU', name: 'Pilkada contoh Kota Lubuk Linggau', determined: 40, campaign: [43, 103], voting: 107 },
  { id: 'DEMO-BANDUNG', name: 'Pilkada contoh Kabupaten Bandung', determined: -6, campaign: [9, 69], voting: 73 },
  { id: 'DEMO-SLEMAN', name: 'Pilkada contoh Kabupaten Sleman', determined: -24, campaign: [-21, 39], voting: 43 },
  { id: 'DEMO-MAKASSAR', name: 'Pilkada contoh Kota Makassar', determined: -66, campaign: [-63, -3], voting: 2 },
];

function election(p: Plan, now: Date): Election {
  const [from, to] = p.campaign;
  return {
    id: p.id,
    name: p.name,
    stages: {
      mutation_ban: [day(now, p.determined - 180), 'end_of_term'],
      registration: [day(now, p.determined - 26), day(now, p.determined - 24)],
      pairs_determined: day(now, p.determined),
      number_draw: day(now, p.determined + 1),
      campaign: [day(now, from), day(now, to)],
      quiet: [day(now, to + 1), day(now, p.voting - 1)],
      voting: day(now, p.voting),
      inauguration: day(now, p.voting + 85),
    },
  };
}

const CONTESTS: readonly Contest[] = [
  { id: 'DEMO-LINGGAU/16.73', election: 'DEMO-LINGGAU', type: 'MAYOR', region: '16.73', name: 'Pemilihan Wali Kota Lubuk Linggau (contoh)' },
  { id: 'DEMO-BANDUNG/32.04', election: 'DEMO-BANDUNG', type: 'REGENT', region: '32.04', name: 'Pemilihan Bupati Bandung (contoh)' },
  { id: 'DEMO-SLEMAN/34.04', election: 'DEMO-SLEMAN', type: 'REGENT', region: '34.04', name: 'Pemilihan Bupati Sleman (contoh)' },
  { id: 'DEMO-MAKASSAR/73.71', election: 'DEMO-MAKASSAR', type: 'MAYOR', region: '73.71', name: 'Pemilihan Wali Kota Makassar (contoh)' },
];

interface PairPlan {
  contest: number;
  key: string;
  /** Null before the draw. */
  number: number | null;
  head: [name: string, nicknames: string[], incumbent?: boolean];
  deputy: [name: string, nicknames: string[]];
  aliases: string[];
  slogans: string[];
  hashtags: string[];
  parties: string[];
  handle: string;
}

const PAIRS: readonly PairPlan[] = [
  {
    contest: 0,
    key: 'a',
    number: null,
    head: ['H. Darwin Sanjaya Pratapa, S.E.', ['Bang Darwin', 'Pak Darwin']],
    deputy: ['dr. Melati Kusumawati Ranau', ['Ayuk Melati', 'dr Melati']],
    aliases: ['Darwin-Melati', 'DARMEL'],
    slogans: ['Linggau Berseri Kito Galo'],
    hashtags: ['#DarmelUntukLinggau', '#LinggauBerseri'],
    parties: ['PBHN'],
    handle: 'darmel.linggau.demo',
  },
  {
    contest: 0,
    key: 'b',
    number: null,
    head: ['Ir. Zulfikri Ansharullah Tanjung, M.Si.', ['Kak Zul', 'Pak Zulfikri'], true],
    deputy: ['Hj. Nurhayati Basriwangsa', ['Bunda Nur', 'Bu Nurhayati']],
    aliases: ['Zulfikri-Nurhayati', 'ZULNUR'],
    slogans: ['Linggau Naik Kelas'],
    hashtags: ['#ZulnurNaikKelas', '#LanjutkanZulnur'],
    parties: ['PTRM'],
    handle: 'zulnur.official.demo',
  },
  {
    contest: 0,
    key: 'c',
    number: null,
    head: ['Rizalman Fahlepi Tamrini, S.H.', ['Bang Rizal']],
    deputy: ['Suryani Oktavianti Lakitan', ['Yuk Sur']],
    aliases: ['Rizal-Suryani', 'RISUR'],
    slogans: ['Perubahan Nyato untuk Linggau'],
    hashtags: ['#RisurPerubahan'],
    parties: [],
    handle: 'risur.demo',
  },
  {
    contest: 1,
    key: '1',
    number: 1,
    head: ['H. Asep Rukmantaraja, S.Ag.', ['Kang Asep Rukman', 'Ceng Asep']],
    deputy: ['Neng Euis Karlinawangsih', ['Teh Euis']],
    aliases: ['Asep-Euis', 'ASEUIS'],
    slogans: ['Bandung Raharja Bagja'],
    hashtags: ['#AsepEuisRaharja'],
    parties: ['PBHN'],
    handle: 'asepeuis.demo',
  },
  {
    contest: 1,
    key: '2',
    number: 2,
    head: ['Dr. Wiraatmajaya Kosasihan, M.T.', ['Kang Wira']],
    deputy: ['Iis Komalaningrat', ['Bu Iis']],
    aliases: ['Wira-Iis', 'WIKO'],
    slogans: ['Gaspol Bandung Kidul'],
    hashtags: ['#WikoGaspol'],
    parties: ['PTRM'],
    handle: 'wiko.bandung.demo',
  },
  {
    contest: 2,
    key: '1',
    number: 1,
    head: ['Drs. Wiryawan Hadisukmono', ['Pak Wir', 'Mas Wiryawan'], true],
    deputy: ['Sekarayu Ningrumsari, S.Sos.', ['Mbak Sekar']],
    aliases: ['Wiryawan-Sekar', 'WIRASEKAR'],
    slogans: ['Sleman Guyub Makmur'],
    hashtags: ['#WiraSekar1', '#SlemanGuyub'],
    parties: ['PTRM'],
    handle: 'wirasekar.demo',
  },
  {
    contest: 2,
    key: '2',
    number: 2,
    head: ['R. Bagaskoro Notowidagda, M.M.', ['Mas Bagas']],
    deputy: ['Dewi Laksmitaningtyas', ['Bu Dewi Laksmita']],
    aliases: ['Bagas-Dewi', 'BADEWI'],
    slogans: ['Sleman Luwih Becik'],
    hashtags: ['#BadewiLuwihBecik'],
    parties: ['PBHN'],
    handle: 'badewi.sleman.demo',
  },
  {
    contest: 2,
    key: '3',
    number: 3,
    head: ['Ir. Tunjungseta Prabowangsa', ['Pak Tunjung']],
    deputy: ['Gilang Purwodaksono', ['Mas Gilang Daksa']],
    aliases: ['Tunjung-Gilang', 'TUGIL'],
    slogans: ['Wayahe Ganti Wayahe Maju'],
    hashtags: ['#TugilWayaheGanti'],
    parties: [],
    handle: 'tugil.demo',
  },
  {
    contest: 3,
    key: '1',
    number: 1,
    head: ['Andi Basotenri Angkaya, S.T.', ['Daeng Baso', 'Pak Baso']],
    deputy: ['Hj. Sitti Maryamahwati Ngai', ['Ibu Maryamah']],
    aliases: ['Baso-Maryamah', 'BASOMA'],
    slogans: ['Makassar Ta Semua'],
    hashtags: ['#BasomaTaSemua'],
    parties: ['PBHN'],
    handle: 'basoma.demo',
  },
  {
    contest: 3,
    key: '2',
    number: 2,
    head: ['Ir. Arsyadillah Patombongi', ['Pak Arsyad']],
    deputy: ['Fitriyanti Daeng Tenena', ['Bu Fitri Tenena']],
    aliases: ['Arsyad-Fitri', 'ARFIT'],
    slogans: ['Makassar Melaju Sama-Sama'],
    hashtags: ['#ArfitMelaju'],
    parties: ['PTRM'],
    handle: 'arfit.demo',
  },
];

const PARTIES: readonly Party[] = [
  { id: 'DEMO-PBHN', name: 'Partai Bahari Nusantara Contoh', abbreviation: 'PBHN', ballot_number: 31, hashtags: ['#PBHNBerlayar'] },
  { id: 'DEMO-PTRM', name: 'Partai Terang Rakyat Mandiri', abbreviation: 'PTRM', ballot_number: 32, hashtags: ['#PTRMTerang'] },
];

function contestant(p: PairPlan): Contestant {
  const contest = CONTESTS[p.contest]?.id ?? '';
  const person = ([name, nicknames, incumbent]: [string, string[], boolean?], role: string) => ({ name, role, nicknames, incumbent: incumbent === true });
  return {
    id: `${contest}/${p.key}`,
    contest,
    kind: 'pair',
    ...(p.number === null ? {} : { ballot_number: p.number }),
    people: [person(p.head, 'kepala'), person(p.deputy, 'wakil')],
    aliases: p.aliases,
    slogans: p.slogans,
    hashtags: p.hashtags,
    parties: p.parties,
    accounts: [{ platform: 'instagram', handle: p.handle }],
  };
}

/** The register of the demo world as it stands on the day of seeding. */
export function demoRegister(now: Date): Omit<Register, 'version'> {
  return { elections: PLANS.map((p) => election(p, now)), contests: [...CONTESTS], contestants: PAIRS.map(contestant), parties: [...PARTIES] };
}

/** One local rule, so that the console shows that it binds only there: in Makassar any response about the vote is looked at. */
export function demoCirculars(now: Date): Circular[] {
  return [
    {
      id: 'demo-makassar',
      number: 'Surat Edaran contoh 800/DEMO/BKPSDM',
      jurisdiction: '73.71',
      from: day(now, -60),
      to: day(now, 90),
      applies_to: ['PNS', 'CPNS', 'PPPK', 'PPPK_PARUH_WAKTU'],
      adds: [{ act: 'LOC-02', labels: ['ENGAGE'], verdict: 'review' }],
    },
  ];
}
