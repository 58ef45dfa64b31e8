/**
 * The words of the field, as closed lists. Sources: SKB 2/2022, PP 94/2021, UU 20/2023, Perbawaslu;
 * the Indonesian terms are in `docs/ARCHITECTURE.md` (glossary).
 */
import { z } from 'zod';

/** Where a contest stands for one contestant at one moment; `OFF` means no stage is running. */
export const Phase = z.enum(['OFF', 'PRE', 'SET', 'CAMP', 'QUIET', 'VOTE', 'POST']);
export type Phase = z.infer<typeof Phase>;

export const Label = z.enum([
  'VOTE_CALL',
  'PRAISE_SUPPORT',
  'ATTACK',
  'ENGAGE',
  'PHOTO_SYMBOL',
  'PROPS',
  'ATTEND',
  'TEAM_ROLE',
  'PARTY_MEMBER',
  'SELF_CANDIDACY',
  'MOBILISE',
  'STATE_FACILITY',
  'NONE',
]);
export type Label = z.infer<typeof Label>;

/** Harming one contestant counts as partial too (PP 94/2021 art. 5 n(5)). */
export const Direction = z.enum(['SUPPORT', 'ATTACK']);
export type Direction = z.infer<typeof Direction>;

export const Stance = z.enum(['support', 'against', 'neutral', 'mention']);
export type Stance = z.infer<typeof Stance>;

export const Band = z.enum(['flag', 'review', 'clear', 'incomplete']);
export type Band = z.infer<typeof Band>;

export const EmploymentStatus = z.enum(['PNS', 'CPNS', 'PPPK', 'PPPK_PARUH_WAKTU', 'NON_ASN']);
export type EmploymentStatus = z.infer<typeof EmploymentStatus>;

export const ContestType = z.enum(['GOVERNOR', 'REGENT', 'MAYOR', 'PRESIDENT', 'LEGISLATIVE']);
export type ContestType = z.infer<typeof ContestType>;

export const ContestantKind = z.enum(['pair', 'candidate', 'party', 'empty_column']);
export type ContestantKind = z.infer<typeof ContestantKind>;

/** Possible class of sanction; shown as possible only, the appointing authority decides. */
export const SanctionClass = z.enum(['ETIK', 'RINGAN', 'SEDANG', 'BERAT', 'PTDH', 'PIDANA', 'KONTRAK', 'ADMIN']);
export type SanctionClass = z.infer<typeof SanctionClass>;

export const Role = z.enum([
  'analyst',
  'second_reviewer',
  'commissioner',
  'handling_officer',
  'personnel_office',
  'stats_reader',
  'register_admin',
  'rules_author',
  'rules_approver',
  'auditor',
  'system_admin',
]);
export type Role = z.infer<typeof Role>;

export const Platform = z.enum(['x', 'facebook', 'instagram', 'threads', 'tiktok', 'youtube', 'telegram', 'bluesky', 'mastodon', 'rss', 'replay', 'other']);
export type Platform = z.infer<typeof Platform>;

/** `ID` is the whole country; otherwise Kemendagri codes `PP`, `PP.KK`, `PP.KK.CC`, `PP.KK.CC.DDDD`. */
export const NATION = 'ID';
const REGION = /^(ID|\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?)$/;
export const RegionCode = z.string().regex(REGION, 'region code must look like 16, 16.73, 16.73.01 or ID');
export type RegionCode = z.infer<typeof RegionCode>;

/** The hard negatives that may explain a dismissal or a `clear`. */
export const Exemption = z.string().regex(/^HN-(0[1-9]|[12]\d|3[01])$/, 'exemption must be HN-01 … HN-31');
