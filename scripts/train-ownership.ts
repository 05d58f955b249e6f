/**
 * Learns how ownership evidence is weighed from labelled organisations, and writes the table that the service uses:
 *   npm run train:ownership
 * The tables of docs/ownership.md follow.
 * Weights are learnt on one set of seeds, calibration and thresholds on a second; `npm run bench -- ownership` judges on a
 * third (bench/ownership/seeds.ts). The same seeds give the same table.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { see } from '../bench/ownership/judge.ts';
import { organisation } from '../bench/ownership/organisation/index.ts';
import { TRAINING_SEEDS, VALIDATION_SEEDS } from '../bench/ownership/seeds.ts';
import { calibrate, chooseThresholds, examplesOf, learnWeights } from '../bench/ownership/train.ts';
import { modelTables } from '../src/derive/ownership/doc.ts';

const examples = (seeds: readonly number[]) => seeds.flatMap((seed) => examplesOf(see(organisation(seed))));

const training = examples(TRAINING_SEEDS);
const validation = examples(VALIDATION_SEEDS);
const weights = {
  ...learnWeights(training),
  calibration: { slope: 1, offset: 0 },
  thresholds: { asserted: 1, likely: 0.5 },
};
const calibrated = { ...weights, calibration: calibrate(validation, weights) };
const model = { ...calibrated, thresholds: chooseThresholds(validation, calibrated) };
const told = (seeds: readonly number[]): string => `seeds ${seeds[0]} to ${seeds.at(-1)}`;
const table = {
  learntBy: 'npm run train:ownership',
  weightsFrom: `${told(TRAINING_SEEDS)}, ${training.length} agents`,
  calibrationFrom: `${told(VALIDATION_SEEDS)}, ${validation.length} agents`,
  ...model,
};
writeFileSync(new URL('../src/derive/ownership/model.json', import.meta.url), `${JSON.stringify(table, null, 2)}\n`);
const page = new URL('../docs/ownership.md', import.meta.url);
const text = readFileSync(page, 'utf8');
writeFileSync(
  page,
  text.replace(
    /(<!-- model -->\n)[\s\S]*?(\n<!-- \/model -->)/,
    (_all, from, to) => `${from}${modelTables(model)}${to}`,
  ),
);
process.stdout.write(`${JSON.stringify(table, null, 2)}\n`);
