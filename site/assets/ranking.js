// A query and documents go in; documents in the order of how well they answer come out.
// The same steps as src/shisaku/pages/ranking.py, which says why; a test compares both.

const WEIGHTS = [8, 7, 4, 3, 2];
const ERAS = { 令和: 2018, 平成: 1988, 昭和: 1925, r: 2018, h: 1988, s: 1925 };
const ERA = /(令和|平成|昭和|(?<![a-z0-9])[rhs])\.? ?(元|\d{1,2})(?=年)/g;
const FISCAL = /(?<![a-z0-9])fy ?(\d{4})(?!年)/g;
const DROPPED = /[-‐‑‒–—―−ー・･·.,、。「」『』【】()[\]<>〈〉《》:;'"’‘”“/~〜!?*※○●_]/g;
const SPACES = /\s+/g;
const KANA = /[ぁ-ゖ]/g;
const ALL_KANA = /^[ぁ-ゖァ-ヺ]+$/;
const LATIN_START = /^[a-z0-9]/;
const CJK_SPACE = /(?<=[぀-ヿ㐀-鿿々]) (?=.)|(?<=.) (?=[぀-ヿ㐀-鿿々])/g;
const WITHIN_WORD = 0.4;
const WITHOUT_KANA = 0.55;
const BY_PAIRS = 0.5;
const LEAST_PAIRS = 0.6;
const LEAST_PAIRS_LATIN = 0.9;

export function normalise(text) {
  return text
    .normalize("NFKC").toLowerCase().replace(SPACES, " ")
    .replace(ERA, (_, era, year) => String(ERAS[era] + (year === "元" ? 1 : Number(year))))
    .replace(FISCAL, "$1年度")
    .replace(DROPPED, "").replace(SPACES, " ")
    .replace(CJK_SPACE, "").trim();
}

export function termsOf(query) {
  return [...new Set(query.normalize("NFKC").split(/\s+/).map(normalise).filter(Boolean))];
}

function formsOf(term) {
  if (term.length < 2 || !ALL_KANA.test(term)) return [term];
  const shift = (from, to, by) => [...term]
    .map((c) => (c >= from && c <= to ? String.fromCharCode(c.charCodeAt(0) + by) : c)).join("");
  return [...new Set([term, shift("ァ", "ヶ", -96), shift("ぁ", "ゖ", 96)])];
}

function shareOf(term, text) {
  let at = text.indexOf(term);
  if (at >= 0) {
    if (!LATIN_START.test(term)) return 1;
    while (at > 0 && LATIN_START.test(text[at - 1])) at = text.indexOf(term, at + 1);
    return at >= 0 ? 1 : WITHIN_WORD;
  }
  const bare = term.replace(KANA, "");
  if (bare.length >= 2 && bare !== term && text.replace(KANA, "").includes(bare)) return WITHOUT_KANA;
  const pairs = new Set();
  for (let i = 0; i < term.length - 1; i += 1) pairs.add(term.slice(i, i + 2));
  if (pairs.size < 3) return 0;
  const part = [...pairs].filter((pair) => text.includes(pair)).length / pairs.size;
  const least = LATIN_START.test(term) ? LEAST_PAIRS_LATIN : LEAST_PAIRS;
  return part >= least ? BY_PAIRS * part * part : 0;
}

function scoreOf(term, texts) {
  let best = 0;
  let total = 0;
  texts.forEach((text, field) => {
    const share = shareOf(term, text);
    if (!share) return;
    const count = share >= WITHIN_WORD ? text.split(term).length - 1 : 1;
    total += WEIGHTS[field] * share * (1 + Math.log(Math.max(count, 1)) / 4);
    best = Math.max(best, share);
  });
  return [total, best];
}

/** Return [place, score] of the documents that answer, best first; a document is its texts. */
export function rank(query, documents) {
  const terms = termsOf(query);
  if (!terms.length) return [];
  const whole = normalise(query);
  const totals = new Array(documents.length).fill(0);
  const matched = new Array(documents.length).fill(0);
  for (const term of terms) {
    const forms = formsOf(term);
    const scores = documents.map((texts) => forms.map((form) => scoreOf(form, texts))
      .reduce((a, b) => (b[0] > a[0] || (b[0] === a[0] && b[1] > a[1]) ? b : a)));
    const found = scores.filter(([score]) => score).length;
    const rarity = Math.log(1 + documents.length / (found || 1));
    scores.forEach(([score, share], place) => {
      totals[place] += score * rarity;
      matched[place] += share;
    });
  }
  return totals
    .map((total, place) => {
      const coverage = matched[place] / terms.length;
      const bonus = terms.length > 1 && documents[place].some((text) => text.includes(whole)) ? 1.5 : 1;
      return [place, total * coverage * coverage * bonus];
    })
    .filter(([place]) => totals[place])
    .sort((a, b) => b[1] - a[1]);
}
