import type { Role } from '../api/types.ts';

/** The outer of two doors is the API's; this only spares people entries they could not use. */
export const CASE_READERS: readonly Role[] = ['analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor', 'personnel_office'];
export const DECIDERS: readonly Role[] = ['analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor'];
export const REVIEWERS: readonly Role[] = ['analyst', 'second_reviewer'];
export const LEASE_BREAKERS: readonly Role[] = ['commissioner', 'system_admin'];
export const FOLLOWERS: readonly Role[] = ['commissioner', 'handling_officer', 'auditor', 'personnel_office'];
export const STAFF: readonly Role[] = [
  'analyst',
  'second_reviewer',
  'commissioner',
  'handling_officer',
  'auditor',
  'register_admin',
  'rules_author',
  'rules_approver',
  'system_admin',
];
