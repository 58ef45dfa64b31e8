/**
 * Time stamps of an outside authority (RFC 3161): proof that something existed at a time which our own clock and key cannot
 * rewrite. The library reads and checks the structures; what is stamped never leaves, only its SHA-256.
 */
import { createHash, randomBytes } from 'node:crypto';
import { httpRequest } from '@pantau/runtime';
import { Integer, OctetString } from 'asn1js';
import { AlgorithmIdentifier, Certificate, ContentInfo, type ExtKeyUsage, MessageImprint, SignedData, TimeStampReq, TimeStampResp, TSTInfo } from 'pkijs';

const SHA256_OID = '2.16.840.1.101.3.4.2.1';
const KEY_USAGE_OID = '2.5.29.37';
const TIME_STAMPING_OID = '1.3.6.1.5.5.7.3.8';
const NONCE_BYTES = 8;
const ANSWER_BYTES_MAX = 64 * 1024;
const TIMEOUT_MS = 15_000;
/** 0 granted, 1 granted with changes. */
const GRANTED_MAX = 1;

class TimestampRefused extends Error {}

export interface TimestampAuthority {
  url: string;
  /** Hosts in a private network that may be asked, as for webhooks. */
  allowPrivate?: readonly string[];
}

const bytesOf = (b: Buffer): ArrayBuffer => new Uint8Array(b).buffer;

/** Asks for a stamp of `data`; checks that the answer is for it and for this request before it is worth keeping. */
export async function requestTimestamp(authority: TimestampAuthority, data: Buffer): Promise<Buffer> {
  const nonce = randomBytes(NONCE_BYTES);
  nonce[0] = (nonce[0] ?? 0) & 0x7f; // a positive integer
  const answer = await httpRequest(
    authority.url,
    { method: 'POST', headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' }, body: queryFor(data, nonce) },
    { allowPrivate: authority.allowPrivate ?? [], timeoutMs: TIMEOUT_MS, maxBytes: ANSWER_BYTES_MAX },
  );
  if (answer.status !== 200) throw new TimestampRefused(`the authority answered ${answer.status}`);
  const token = tokenOf(answer.body);
  const info = infoOf(token);
  if (!Buffer.from(info.nonce?.valueBlock.valueHexView ?? []).equals(canonical(nonce))) throw new TimestampRefused('the stamp answers another request');
  const checked = await checkTimestamp(token, data);
  if (!checked.ok) throw new TimestampRefused(checked.reason);
  return token;
}

function queryFor(data: Buffer, nonce: Buffer): Buffer {
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256_OID }),
      hashedMessage: new OctetString({ valueHex: bytesOf(createHash('sha256').update(data).digest()) }),
    }),
    nonce: new Integer({ valueHex: bytesOf(canonical(nonce)) }),
    certReq: true,
  });
  return Buffer.from(request.toSchema().toBER());
}

/** DER keeps no leading zero byte of a positive number whose next bit is not set. */
function canonical(n: Buffer): Buffer {
  let at = 0;
  while (at < n.length - 1 && n[at] === 0 && ((n[at + 1] ?? 0) & 0x80) === 0) at += 1;
  return n.subarray(at);
}

function tokenOf(answer: Buffer): Buffer {
  const reply = readable(() => TimeStampResp.fromBER(bytesOf(answer)));
  if (Number(reply.status.status) > GRANTED_MAX || !reply.timeStampToken) {
    const why = reply.status.statusStrings?.map((s) => s.valueBlock.value).join('; ');
    throw new TimestampRefused(`the authority refused: ${why || `status ${Number(reply.status.status)}`}`);
  }
  return Buffer.from(reply.timeStampToken.toSchema().toBER());
}

function signedDataOf(token: Buffer): SignedData {
  return readable(() => new SignedData({ schema: ContentInfo.fromBER(bytesOf(token)).content }));
}

function infoOf(token: Buffer): TSTInfo {
  const content = signedDataOf(token).encapContentInfo.eContent;
  if (!content) throw new TimestampRefused('the stamp says nothing');
  return readable(() => TSTInfo.fromBER(content.getValue()));
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new TimestampRefused('this is no time stamp', { cause });
  }
}

export type TimestampCheck = { ok: true; at: Date; authority: string; trusted: boolean } | { ok: false; reason: string };

/**
 * Is this token a stamp of `data`, signed by the certificate it carries? With `trustedPem` that certificate must also lead to one
 * of these; without, the stamp only proves what its unknown signer says (`trusted` false).
 */
export async function checkTimestamp(token: Buffer, data: Buffer, trustedPem: readonly string[] = []): Promise<TimestampCheck> {
  try {
    const info = infoOf(token);
    const signed = signedDataOf(token);
    const imprint = Buffer.from(info.messageImprint.hashedMessage.valueBlock.valueHexView);
    if (info.messageImprint.hashAlgorithm.algorithmId !== SHA256_OID || !imprint.equals(createHash('sha256').update(data).digest()))
      return { ok: false, reason: 'the stamp is for something else' };
    const trustedCerts = trustedPem.map(certificateOf);
    const result = await signed.verify({
      signer: 0,
      data: bytesOf(data),
      checkChain: trustedCerts.length > 0,
      trustedCerts,
      checkDate: info.genTime,
      extendedMode: true,
    });
    if (!mayStamp(result.signerCertificate)) return { ok: false, reason: 'the certificate of the signer is not one for time stamps' };
    if (!result.signatureVerified) return { ok: false, reason: 'the signature of the stamp does not verify' };
    return { ok: true, at: info.genTime, authority: nameOf(result.signerCertificate), trusted: trustedCerts.length > 0 };
  } catch (e) {
    return { ok: false, reason: messageOf(e) };
  }
}

/** RFC 3161 §2.3: a key for time stamps is used for nothing else, so other certificates of the same authority do not count. */
function mayStamp(certificate: Certificate | null | undefined): boolean {
  const usage = certificate?.extensions?.find((x) => x.extnID === KEY_USAGE_OID)?.parsedValue as ExtKeyUsage | undefined;
  return usage?.keyPurposes.includes(TIME_STAMPING_OID) === true;
}

const messageOf = (e: unknown): string => String((e as { message?: unknown } | null)?.message ?? e);

function certificateOf(pem: string): Certificate {
  return readable(() => Certificate.fromBER(bytesOf(Buffer.from(pem.replace(/-----[^-]+-----/g, '').replace(/\s+/g, ''), 'base64'))));
}

function nameOf(certificate: Certificate | null | undefined): string {
  return certificate?.subject.typesAndValues.map((v) => String(v.value.valueBlock.value)).join(', ') || 'unknown';
}
