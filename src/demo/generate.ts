import { parseArgs } from 'node:util';
import { loadFingerprintKey } from '../lib/fingerprint.ts';
import { generateCompany } from './index.ts';

const USAGE =
  'usage: node src/demo/generate.ts --out DIR [--seed N] [--identities N] [--now ISO] [--fingerprint-key FILE]';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    seed: { type: 'string' },
    identities: { type: 'string' },
    now: { type: 'string' },
    'fingerprint-key': { type: 'string' },
  },
});

/** A whole number from the command line. */
function whole(name: 'seed' | 'identities'): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) refuse(`--${name} must be a whole number`);
  return Number(text);
}

function refuse(why: string): never {
  console.error(`${why}\n${USAGE}`);
  process.exit(2);
}

const { out } = values;
if (out === undefined) refuse('--out is missing');
const now = values.now === undefined ? undefined : new Date(values.now);
if (now !== undefined && Number.isNaN(now.getTime())) refuse('--now must be a time such as 2026-11-20T09:30:00Z');
const [seed, identities, keyFile] = [whole('seed'), whole('identities'), values['fingerprint-key']];
const started = performance.now();
const { situations, ordinary, canaries, ...figures } = await generateCompany({
  out,
  ...(seed === undefined ? {} : { seed }),
  ...(identities === undefined ? {} : { identities }),
  ...(now === undefined ? {} : { now }),
  ...(keyFile === undefined ? {} : { fingerprintKey: loadFingerprintKey(keyFile) }),
});
const counted = { situations: situations.length, ordinary: Object.keys(ordinary).length, canaries: canaries.length };
const milliseconds = Math.round(performance.now() - started);
console.log(
  JSON.stringify(
    { ...figures, ...counted, milliseconds, peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024) },
    null,
    1,
  ),
);
