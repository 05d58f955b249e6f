import { parseArgs } from 'node:util';
import { generateCompany } from './index.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
    identities: { type: 'string' },
    now: { type: 'string' },
  },
});
if (values.out === undefined) {
  console.error('usage: node src/demo/generate.ts --out DIR [--seed N] [--identities N] [--now ISO]');
  process.exit(2);
}
const started = performance.now();
const summary = await generateCompany({
  out: values.out,
  seed: Number(values.seed),
  ...(values.identities === undefined ? {} : { identities: Number(values.identities) }),
  ...(values.now === undefined ? {} : { now: new Date(values.now) }),
});
const { situations, canaries, ...figures } = summary;
console.log(
  JSON.stringify(
    {
      ...figures,
      situations: situations.length,
      canaries: canaries.length,
      ms: Math.round(performance.now() - started),
    },
    null,
    1,
  ),
);
