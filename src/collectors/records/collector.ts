import { z } from 'zod';
import { type AnyStep, defineCollector, type StepMode, step } from '../../collect/index.ts';
import { acceptedEdges, acceptedLabels } from '../../collect/validate/index.ts';
import type { Emit, RecordOf } from '../../schema/index.ts';
import { batchesOf, connectFiles, type RecordFiles } from './client.ts';
import { recordsFormat } from './files.ts';
import type { RecordBatch } from './read.ts';

const config = z.strictObject({
  paths: z.array(z.string().min(1)).min(1).describe('Files or folders of Keyline records (NDJSON, also gzipped)'),
});

/** What a batch holds has been checked where its line is known; there is nothing left to map. */
function recordsOf(batch: RecordBatch): readonly RecordOf<Emit>[] {
  return batch as readonly RecordOf<Emit>[];
}

function recordStep(id: StepMode, title: string, emits: readonly Emit[]): AnyStep<RecordFiles> {
  return step<RecordFiles, RecordBatch, Emit>({
    id,
    title,
    mode: id,
    emits,
    permissions: ['read access to the files'],
    fetch: (context) => batchesOf(context.client, id, context.problem),
    map: recordsOf,
  });
}

const graph: readonly Emit[] = [...acceptedLabels, ...acceptedEdges];

export default defineCollector({
  source: 'records',
  title: 'Keyline records',
  config,
  faith: 'real-server',
  testedAgainst: 'Files in our own format: there is no vendor to be faithful to.',
  cannotSee: ['anything that its writer leaves out: a record is believed as it stands'],
  connect: (settings, context) => connectFiles(settings.paths, context),
  steps: [
    recordStep('snapshot', 'Everything one step of a source knows', graph),
    recordStep('delta', 'Additions and changes', graph),
    recordStep('events', 'What happened', ['Event']),
  ],
  files: [recordsFormat],
});
