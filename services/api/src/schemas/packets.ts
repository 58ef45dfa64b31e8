/** Packets over HTTP. */
import { LIMITS } from '@pantau/domain';
import { z } from 'zod';

const time = z.iso.datetime();
const words = (chars: number) =>
  z
    .string()
    .trim()
    .max(chars)
    .refine((s) => /[\p{L}\p{N}]/u.test(s), 'must say something');

export const PacketRequestBody = z.strictObject({
  recipient: words(LIMITS.nameChars).describe('Who will receive it, such as the name of an office'),
  reason: words(LIMITS.reasonChars).describe('Why it is handed out'),
});
export const PacketReleaseBody = z.strictObject({ reason: words(LIMITS.reasonChars) });

export const PacketView = z.object({
  id: z.number(),
  case_id: z.number(),
  recipient: z.string(),
  reason: z.string(),
  requested_by: z.string().nullable(),
  requested_at: time,
  released_by: z.string().nullable(),
  released_at: time.nullable(),
  /** Until when it can be fetched; null before the release. */
  expires_at: time.nullable(),
  may: z.object({ release: z.boolean(), fetch: z.boolean() }),
});
export const PacketList = z.object({ data: z.array(PacketView) });
