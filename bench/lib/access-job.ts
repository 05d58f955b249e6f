/**
 * Evaluates all access of a generated AWS organisation and prints what it took as one line of JSON.
 *
 *   node bench/lib/access-job.ts '{"accounts":2000,"principals":200000,"documents":20000,"resources":1000000}'
 */
import { evaluateProfiles, openAwsAccess } from '../../src/access/index.ts';
import { ACCESS_SEED, type AccessSize, accessEstate } from './access-estate.ts';
import { measured } from './measure.ts';

const size = JSON.parse(process.argv[2] ?? '') as AccessSize;
const input = accessEstate(size, ACCESS_SEED);
const opened = await measured(() => openAwsAccess(input));
let profiles = 0;
let segments = 0;
const evaluated = await measured(async () => {
  for (const { profile } of evaluateProfiles(opened.value)) {
    profiles += 1;
    segments += profile.segments.length;
  }
});
console.log(
  JSON.stringify({
    profiles,
    segments,
    openCpuSeconds: opened.cpuSeconds,
    evaluateCpuSeconds: evaluated.cpuSeconds,
    residentMb: evaluated.peakMb,
  }),
);
