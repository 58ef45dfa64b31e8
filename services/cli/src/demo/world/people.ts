/** Registered accounts of the demo world. Everybody is invented; a NIP here has the form of one and belongs to nobody. */
import type { AccountLine } from '@pantau/domain';

type Status = AccountLine['employment_status'];

interface Who {
  name: string;
  /** Birth date, start and sex, as digits of a NIP; null for staff without one. */
  nip: [birth: string, start: string, sex: 1 | 2] | null;
  status: Status;
  position: string;
  region: '16.73' | '32.04' | '34.04' | '73.71';
  opd: string;
  accounts: [platform: AccountLine['accounts'][number]['platform'], handle: string][];
  extra?: Partial<Pick<AccountLine, 'cltn' | 'kin'>> & { basisExpired?: true; unverified?: true };
}

const AGENCY = {
  '16.73': 'Pemerintah Kota Lubuk Linggau',
  '32.04': 'Pemerintah Kabupaten Bandung',
  '34.04': 'Pemerintah Kabupaten Sleman',
  '73.71': 'Pemerintah Kota Makassar',
} as const;
const HEAD = { '16.73': 'Wali Kota Lubuk Linggau', '32.04': 'Bupati Bandung', '34.04': 'Bupati Sleman', '73.71': 'Wali Kota Makassar' } as const;

const WHO: readonly Who[] = [
  {
    name: 'Rina Wulansari Demo',
    nip: ['19850312', '201001', 2],
    status: 'PNS',
    position: 'Pelaksana',
    region: '16.73',
    opd: 'Dinas Pendidikan',
    accounts: [['facebook', 'rina.wulansari.demo']],
  },
  {
    name: 'Hendra Saputrawan Demo',
    nip: ['19790821', '200512', 1],
    status: 'PNS',
    position: 'Pengawas',
    region: '16.73',
    opd: 'Dinas Perhubungan',
    accounts: [
      ['facebook', 'hendra.saputrawan.demo'],
      ['x', 'hendrasw_demo'],
    ],
  },
  {
    name: 'Yuliana Fitrasari Demo',
    nip: ['19920704', '201903', 2],
    status: 'PNS',
    position: 'Fungsional',
    region: '16.73',
    opd: 'Dinas Kesehatan',
    accounts: [['instagram', 'yulifitrasari.demo']],
  },
  {
    name: 'Dedi Kurniadinata Demo',
    nip: ['19880115', '202221', 1],
    status: 'PPPK',
    position: 'Fungsional',
    region: '16.73',
    opd: 'SMP Negeri Contoh 3',
    accounts: [['facebook', 'pakdedi.demo']],
  },
  {
    name: 'Marlinawati Oktora Demo',
    nip: ['19810930', '200604', 2],
    status: 'PNS',
    position: 'Administrator',
    region: '16.73',
    opd: 'Sekretariat Daerah',
    accounts: [['instagram', 'marlina.oktora.demo']],
  },
  {
    name: 'Fajarudin Siregara Demo',
    nip: ['19950218', '202503', 1],
    status: 'CPNS',
    position: 'Pelaksana',
    region: '16.73',
    opd: 'Satuan Polisi Pamong Praja',
    accounts: [['tiktok', 'fajarsiregara.demo']],
  },
  {
    name: 'Wawan Irawansyah Demo',
    nip: null,
    status: 'NON_ASN',
    position: 'Tenaga Kontrak',
    region: '16.73',
    opd: 'Dinas Lingkungan Hidup',
    accounts: [['facebook', 'wawan.irawansyah.demo']],
  },
  {
    name: 'Susilawati Ranau Demo',
    nip: ['19830511', '200901', 2],
    status: 'PNS',
    position: 'Fungsional',
    region: '16.73',
    opd: 'RSUD Contoh',
    accounts: [['facebook', 'susi.ranau.demo']],
    extra: { kin: [{ contestant: 'DEMO-LINGGAU/16.73/a', relation: 'sibling', staff_key: undefined }] },
  },
  {
    name: 'Asep Suherlanto Demo',
    nip: ['19840427', '200801', 1],
    status: 'PNS',
    position: 'Pengawas',
    region: '32.04',
    opd: 'Dinas Pekerjaan Umum',
    accounts: [['facebook', 'asep.suherlanto.demo']],
  },
  {
    name: 'Euis Nurhaelani Demo',
    nip: ['19900616', '201403', 2],
    status: 'PNS',
    position: 'Fungsional',
    region: '32.04',
    opd: 'SD Negeri Contoh 2',
    accounts: [
      ['instagram', 'euisnurh.demo'],
      ['facebook', 'euis.nurhaelani.demo'],
    ],
  },
  {
    name: 'Cecep Hidayatulloh Demo',
    nip: ['19870909', '202121', 1],
    status: 'PPPK',
    position: 'Fungsional',
    region: '32.04',
    opd: 'Dinas Pertanian',
    accounts: [['x', 'cecephdyt_demo']],
  },
  {
    name: 'Tita Rosmalawati Demo',
    nip: ['19780203', '200212', 2],
    status: 'PNS',
    position: 'Administrator',
    region: '32.04',
    opd: 'Kecamatan Contoh Soreang',
    accounts: [['facebook', 'tita.rosmalawati.demo']],
  },
  {
    name: 'Ujang Komarudinata Demo',
    nip: ['19960730', '202522', 1],
    status: 'PPPK_PARUH_WAKTU',
    position: 'Pelaksana',
    region: '32.04',
    opd: 'Dinas Pemadam Kebakaran',
    accounts: [['tiktok', 'ujangkomar.demo']],
  },
  {
    name: 'Suprihatiningtyas Demo',
    nip: ['19820119', '200604', 2],
    status: 'PNS',
    position: 'Fungsional',
    region: '34.04',
    opd: 'Puskesmas Contoh Mlati',
    accounts: [['facebook', 'prihatiningtyas.demo']],
  },
  {
    name: 'Joko Widyatmokodemo',
    nip: ['19761105', '199903', 1],
    status: 'PNS',
    position: 'Pengawas',
    region: '34.04',
    opd: 'Dinas Pariwisata',
    accounts: [
      ['facebook', 'joko.widyatmoko.demo'],
      ['x', 'jokowidyat_demo'],
    ],
  },
  {
    name: 'Retno Palupiningrum Demo',
    nip: ['19930824', '201901', 2],
    status: 'PNS',
    position: 'Pelaksana',
    region: '34.04',
    opd: 'Badan Keuangan dan Aset',
    accounts: [['instagram', 'retnopalupi.demo']],
  },
  {
    name: 'Agung Prasetyantara Demo',
    nip: ['19890517', '202021', 1],
    status: 'PPPK',
    position: 'Fungsional',
    region: '34.04',
    opd: 'SMK Negeri Contoh 1',
    accounts: [['facebook', 'agung.prasetyanto.demo']],
  },
  {
    name: 'Sekarningsih Daksa Demo',
    nip: ['19800708', '200501', 2],
    status: 'PNS',
    position: 'Fungsional',
    region: '34.04',
    opd: 'Dinas Sosial',
    accounts: [['instagram', 'sekarningsih.demo']],
    extra: { kin: [{ contestant: 'DEMO-SLEMAN/34.04/3', relation: 'spouse', staff_key: undefined }] },
  },
  {
    name: 'Bambang Sulistyantara Demo',
    nip: ['19740622', '199803', 1],
    status: 'PNS',
    position: 'JPT Pratama',
    region: '34.04',
    opd: 'Dinas Perindustrian',
    accounts: [['facebook', 'bambang.sulis.demo']],
    extra: { basisExpired: true },
  },
  {
    name: 'Nurfadilla Rahmatang Demo',
    nip: ['19910325', '201503', 2],
    status: 'PNS',
    position: 'Pelaksana',
    region: '73.71',
    opd: 'Dinas Kependudukan',
    accounts: [
      ['instagram', 'nurfadilla.demo'],
      ['facebook', 'nurfadilla.rahmatang.demo'],
    ],
  },
  {
    name: 'Syamsuddin Paletteri Demo',
    nip: ['19770414', '200312', 1],
    status: 'PNS',
    position: 'Administrator',
    region: '73.71',
    opd: 'Kecamatan Contoh Rappocini',
    accounts: [['facebook', 'syamsuddin.p.demo']],
  },
  {
    name: 'Andi Mutmainnah Demo',
    nip: ['19940812', '202022', 2],
    status: 'PPPK',
    position: 'Fungsional',
    region: '73.71',
    opd: 'SD Inpres Contoh',
    accounts: [['instagram', 'mutmainnah.demo']],
  },
  {
    name: 'Rusdiansyah Tiro Demo',
    nip: ['19860226', '201101', 1],
    status: 'PNS',
    position: 'Fungsional',
    region: '73.71',
    opd: 'Dinas Perikanan',
    accounts: [['x', 'rusditiro_demo']],
  },
  {
    name: 'Hasnawiah Bagodemo',
    nip: null,
    status: 'NON_ASN',
    position: 'Tenaga Kontrak',
    region: '73.71',
    opd: 'Dinas Kebersihan',
    accounts: [['facebook', 'hasnawiah.demo']],
  },
];

const DAY_MS = 86_400_000;
const EXPIRED_DAYS_AGO = 12;

/** The register as it would come from a personnel office. `now` only dates the one basis that has run out. */
export function demoAccounts(now: Date): AccountLine[] {
  return WHO.map((w, i) => {
    const serial = String(900 + i);
    return {
      nip: w.nip === null ? undefined : `${w.nip[0]}${w.nip[1]}${w.nip[2]}${serial}`,
      staff_key: w.nip === null ? `DEMO-THL-${serial}` : undefined,
      name: w.name,
      employment_status: w.status,
      position_type: w.position,
      agency: AGENCY[w.region],
      opd: w.opd,
      region: w.region,
      appointing_authority: HEAD[w.region],
      valid_from: w.nip === null ? '2022-01-03' : `${w.nip[1].slice(0, 4)}-03-01`,
      valid_to: undefined,
      cltn: w.extra?.cltn,
      kin: w.extra?.kin,
      accounts: w.accounts.map(([platform, handle]) => ({
        platform,
        handle,
        platform_id: undefined,
        verified_by: 'BKPSDM (contoh)',
        verified_at: '2026-01-15',
      })),
      basis: {
        law: 'UU 20/2023 pasal 24 ayat (1) huruf d; SKB 2/2022 (data contoh)',
        ref: `Daftar akun terdaftar ${w.region}/DEMO`,
        valid_to: w.extra?.basisExpired ? new Date(now.getTime() - EXPIRED_DAYS_AGO * DAY_MS).toISOString().slice(0, 10) : undefined,
      },
    };
  });
}
