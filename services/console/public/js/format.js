/** Numbers, times and zones the Indonesian way. */
const ZONES = [
  { name: 'WIB', iana: 'Asia/Jakarta' },
  { name: 'WITA', iana: 'Asia/Makassar' },
  { name: 'WIT', iana: 'Asia/Jayapura' },
];

/** As in the domain package: by province code; the nation is shown in WIB. */
function zoneOf(region) {
  const province = Number(String(region ?? '').slice(0, 2));
  if (province >= 81) return ZONES[2];
  if ((province >= 51 && province <= 53) || (province >= 63 && province <= 76)) return ZONES[1];
  return ZONES[0];
}

export function absolute(iso, region) {
  if (!iso) return '—';
  const zone = zoneOf(region);
  return `${new Intl.DateTimeFormat('id-ID', { dateStyle: 'medium', timeStyle: 'short', timeZone: zone.iana }).format(new Date(iso))} ${zone.name}`;
}

const STEPS = [
  [60, 'detik'],
  [60, 'menit'],
  [24, 'jam'],
  [365, 'hari'],
];

/** "3 jam lagi", "2 hari lalu". */
export function relative(iso, now = Date.now()) {
  let value = (new Date(iso).getTime() - now) / 1000;
  const word = value < 0 ? 'lalu' : 'lagi';
  value = Math.abs(value);
  for (const [size, unit] of STEPS) {
    if (value < size) return unit === 'detik' ? 'baru saja' : `${Math.floor(value)} ${unit} ${word}`;
    value /= size;
  }
  return `${Math.floor(value)} tahun ${word}`;
}

export const count = (n) => new Intl.NumberFormat('id-ID').format(n);
const oneDigit = new Intl.NumberFormat('id-ID', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
/** With its sign; a mention that weighs nothing shows a dot. */
export function weight(n) {
  if (n === null) return '';
  return Math.abs(n) < 0.05 ? '·' : `${n < 0 ? '−' : '+'}${oneDigit.format(Math.abs(n))}`;
}
export const clock = (ms) => {
  const s = Math.max(0, Math.floor(ms / 1000));
  return `${String(Math.floor(s / 60)).padStart(2, '0')}:${String(s % 60).padStart(2, '0')}`;
};
