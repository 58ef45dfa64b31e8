/** The posts of the detection benchmark: own sentences, every one written differently, and the worst texts we could think of. */
import { type Contestant, PostLine, type Register } from '@pantau/domain';

const POSTS = 20_000;
const POST_CHARS = 140;
const AT = '2024-10-12T12:00:00+07:00';

/** Own sentences, cut or filled to 140 characters. */
const ORDINARY = [
  'Alhamdulillah hari ini pelayanan di puskesmas berjalan lancar, terima kasih teman-teman yang sudah lembur sejak subuh tadi pagi',
  'macet banget tadi dari simpang lima sampe kantor, untung masih keburu apel. besok berangkat lebih pagi aja deh kayaknya biar ga telat',
  'selamat ulang tahun buat ibuku tersayang, sehat selalu ya bu, doakan anakmu ini bisa pulang bulan depan bawa oleh-oleh dari kota',
  'resep sambal terasi: cabe rawit, tomat, bawang merah, terasi bakar, garam, gula. ulek kasar, siram minyak panas, jadi deh makan siang',
  'nonton bola semalem sampe jam dua, timnas mainnya bagus tapi sayang finishing masih kurang. semangat terus garuda muda, kami bangga',
  'rapat koordinasi posyandu ditunda ke hari kamis jam sembilan, mohon bapak ibu kader menyiapkan laporan bulanan masing-masing wilayah',
  'kucing di rumah melahirkan empat ekor, lucu-lucu banget warnanya beda semua. yang mau adopsi silakan hubungi lewat pesan langsung ya',
  'harga cabe naik lagi jadi seratus ribu sekilo, emak-emak di pasar pada ngeluh. semoga minggu depan pasokan dari petani sudah normal',
];
const MATCHING = [
  'semoga {c} menang satu putaran, aamiin ya Allah. beliau pemimpin yang jujur dan dekat dengan rakyat, kami sekeluarga siap dukung penuh',
  'survei terbaru menyebut {c} unggul tipis dari pesaingnya, kata lembaga itu kemarin siang dalam keterangan tertulis kepada wartawan di kantor',
  '{c} menghadiri debat kedua tadi malam bersama ratusan pendukung yang memadati halaman gedung, berikut jalannya acara selengkapnya di tautan',
  'jangan lupa tanggal 27 November coblos {c} ya bapak ibu sekalian, demi kemajuan daerah kita tercinta dan masa depan anak cucu kita semua',
];
const PER_TEMPLATE = Math.floor(POSTS / (ORDINARY.length + MATCHING.length));

export function ordinaryPosts(register: Register): PostLine[] {
  return ORDINARY.flatMap((_, i) => variants(i, ORDINARY, register, false));
}

/** Every post names a contestant of the author's own region. */
export function matchingPosts(register: Register): PostLine[] {
  return MATCHING.flatMap((_, i) => variants(i, MATCHING, register, true));
}

/** `unit` repeated up to `chars` characters. */
export function worstPost(name: string, unit: string, chars: number, register: Register): PostLine {
  const region = register.contests[0]?.region ?? '31';
  const text = unit.repeat(Math.ceil(chars / unit.length)).slice(0, chars);
  return PostLine.parse({ id: `worst-${name}`, text, posted_at: AT, author: { region, employment_status: 'PNS' } });
}

function variants(i: number, list: string[], register: Register, named: boolean): PostLine[] {
  const pairs = register.contestants.filter((c) => c.kind === 'pair' && (c.people?.length ?? 0) > 0);
  const regionOf = new Map(register.contests.map((c) => [c.id, c.region]));
  return Array.from({ length: PER_TEMPLATE }, (_, k) => {
    const contestant = pairs[(k * 31 + i) % pairs.length] as Contestant;
    const words = (list[i] as string).replace('{c}', plainName(contestant.people?.[0]?.name ?? '')).split(' ');
    // A moved word and a changed letter: no two posts are the same string, so nothing is answered from a cache.
    words.push(...words.splice(k % words.length, 1));
    const text = `${words.join(' ')} ${k.toString(36)} hari ini kerja seperti biasa`.slice(0, POST_CHARS);
    const region = named ? (regionOf.get(contestant.contest) ?? '31') : (regionOf.get((pairs[k % pairs.length] as Contestant).contest) ?? '31');
    return PostLine.parse({ id: `${named ? 'm' : 'o'}${i}-${k}`, text, posted_at: AT, author: { region, employment_status: 'PNS' } });
  });
}

const plainName = (name: string): string =>
  (name.split(',')[0] ?? name)
    .replace(/\b(?:h|hj|dr|drs|ir|prof|kh)\b\.?/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim();
