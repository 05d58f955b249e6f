import { parentPort, workerData } from 'node:worker_threads';
import type { AwsAccessInput } from '../../access/index.ts';
import { evaluateLeft } from './evaluate.ts';
import type { Loser } from './question.ts';

/** Evaluates in a thread of its own: an account may hold thousands of principals. */
const { input, losers } = workerData as { readonly input: AwsAccessInput; readonly losers: readonly Loser[] };
parentPort?.postMessage(await evaluateLeft(input, losers));
