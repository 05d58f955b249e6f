import { shortened } from '../lib/words.ts';
import type { Shown } from './fold.ts';
import { columnX, type Layout, NODE_HEIGHT, NODE_WIDTH, type Place } from './layout.ts';
import { DASHES, type Palette, toneOf } from './palette.ts';
import { COLUMNS } from './picture.ts';

const MARGIN = 24;
const HEAD = 30;
const LABEL_LENGTH = 27;

/** The picture as a file of its own. Names are text in it, whatever they hold. */
export function svgOf(shown: Shown, { places, width, height }: Layout, palette: Palette): string {
  const at = (key: string): Place | undefined => places.get(key);
  const edges = [...shown.edges.values()].map(({ from, to, how }) => {
    const [a, b] = [at(from), at(to)];
    if (a === undefined || b === undefined) return '';
    return `<path d="${curve(a, b)}" fill="none" stroke="${palette.edges[how]}" stroke-width="${how === 'used' ? 2.4 : 1.3}"${dash(DASHES[how])}/>`;
  });
  const nodes = [...shown.nodes.values()].map((node) => {
    const place = at(node.key);
    if (place === undefined) return '';
    const { fill, line } = toneOf(node, palette);
    const [x, y] = [place.x - NODE_WIDTH / 2, place.y - NODE_HEIGHT / 2];
    return `<g><title>${escaped(`${node.label} ${node.name}`)}</title><rect x="${x}" y="${y}" width="${NODE_WIDTH}" height="${NODE_HEIGHT}" rx="6" fill="${fill}" stroke="${line}" stroke-width="${node.key === shown.subject ? 3 : 1.4}"${dash(node.folded === undefined ? undefined : [5, 3])}/><text x="${place.x}" y="${place.y + 4}" text-anchor="middle" fill="${palette.text}">${escaped(shortened(node.name, LABEL_LENGTH))}</text></g>`;
  });
  const heads = COLUMNS.map(
    (name, i) =>
      `<text x="${columnX(i)}" y="${-HEAD / 3}" text-anchor="middle" font-weight="600" fill="${palette.text}">${name}</text>`,
  );
  const box = [-MARGIN, -HEAD - MARGIN, width + 2 * MARGIN, height + HEAD + 2 * MARGIN];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box.join(' ')}" width="${box[2]}" height="${box[3]}" font-family="system-ui, sans-serif" font-size="12"><rect x="${box[0]}" y="${box[1]}" width="${box[2]}" height="${box[3]}" fill="${palette.background}"/>${edges.join('')}${nodes.join('')}${heads.join('')}</svg>\n`;
}

function curve(a: Place, b: Place): string {
  const half = NODE_WIDTH / 2;
  if (a.x < b.x) {
    const [x1, x2] = [a.x + half, b.x - half];
    const middle = (x1 + x2) / 2;
    return `M${x1} ${a.y}C${middle} ${a.y} ${middle} ${b.y} ${x2} ${b.y}`;
  }
  const [x1, x2] = [a.x + half, b.x + half];
  const out = Math.max(x1, x2) + 46;
  return `M${x1} ${a.y}C${out} ${a.y} ${out} ${b.y} ${x2} ${b.y}`;
}

function dash(pattern: readonly number[] | undefined): string {
  return pattern === undefined ? '' : ` stroke-dasharray="${pattern.join(' ')}"`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return [...text]
    .filter(isXml)
    .map((one) => ENTITIES[one] ?? one)
    .join('');
}

/** Whether XML has the character at all (https://www.w3.org/TR/xml/#charsets). */
function isXml(one: string): boolean {
  const code = one.codePointAt(0) ?? 0;
  return code >= 0x20 ? code !== 0xfffe && code !== 0xffff && (code < 0xd800 || code > 0xdfff) : /[\t\n\r]/.test(one);
}
