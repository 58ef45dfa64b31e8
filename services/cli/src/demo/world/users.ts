/** Who signs in to the demo world: one account for every role. */
import type { Role } from '@pantau/domain';

export interface DemoUser {
  username: string;
  displayName: string;
  about: string;
  roles: { role: Role; region: string }[];
}

/** One password for all: the demo world holds nothing that needs keeping, and never leaves this machine. */
export const DEMO_PASSWORD = 'netralitas-demo';

export const DEMO_USERS: readonly DemoUser[] = [
  { username: 'analis', displayName: 'Ayu Pratiwikusuma (contoh)', about: 'analyst, whole country', roles: [{ role: 'analyst', region: 'ID' }] },
  { username: 'analis.linggau', displayName: 'Bayu Linggara (contoh)', about: 'analyst, Lubuk Linggau only', roles: [{ role: 'analyst', region: '16.73' }] },
  { username: 'analis.sulsel', displayName: 'Citra Salewangeng (contoh)', about: 'analyst, Sulawesi Selatan', roles: [{ role: 'analyst', region: '73' }] },
  { username: 'pembaca2', displayName: 'Dimas Anggoro (contoh)', about: 'second reviewer, whole country', roles: [{ role: 'second_reviewer', region: 'ID' }] },
  {
    username: 'komisioner',
    displayName: 'Endah Maharani (contoh)',
    about: 'commissioner, whole country: forwards',
    roles: [{ role: 'commissioner', region: 'ID' }],
  },
  {
    username: 'komisioner.linggau',
    displayName: 'Fikri Ramadhani (contoh)',
    about: 'commissioner, Lubuk Linggau',
    roles: [{ role: 'commissioner', region: '16.73' }],
  },
  {
    username: 'penanganan',
    displayName: 'Gita Larasati (contoh)',
    about: 'handling officer, whole country',
    roles: [{ role: 'handling_officer', region: 'ID' }],
  },
  {
    username: 'bkpsdm.linggau',
    displayName: 'BKPSDM Lubuk Linggau (contoh)',
    about: 'personnel office, Lubuk Linggau: forwarded cases only',
    roles: [{ role: 'personnel_office', region: '16.73' }],
  },
  {
    username: 'bkpsdm.makassar',
    displayName: 'BKPSDM Makassar (contoh)',
    about: 'personnel office, Makassar: forwarded cases only',
    roles: [{ role: 'personnel_office', region: '73.71' }],
  },
  { username: 'statistik', displayName: 'Hana Wijayanti (contoh)', about: 'statistics only', roles: [{ role: 'stats_reader', region: 'ID' }] },
  { username: 'register', displayName: 'Indra Laksmana (contoh)', about: 'register administrator', roles: [{ role: 'register_admin', region: 'ID' }] },
  { username: 'aturan.penulis', displayName: 'Jihan Safitri (contoh)', about: 'writes rules', roles: [{ role: 'rules_author', region: 'ID' }] },
  { username: 'aturan.penyetuju', displayName: 'Krisna Adiputra (contoh)', about: 'approves rules', roles: [{ role: 'rules_approver', region: 'ID' }] },
  { username: 'auditor', displayName: 'Lestari Handayani (contoh)', about: 'reads everything, changes nothing', roles: [{ role: 'auditor', region: 'ID' }] },
  { username: 'sistem', displayName: 'Made Wirawan (contoh)', about: 'users and connectors, reads no case', roles: [{ role: 'system_admin', region: 'ID' }] },
];
