import { z } from 'zod';
import { defineCollector, step } from '../../collect/index.ts';
import { acceptedEdges, acceptedLabels } from '../../collect/validate/index.ts';
import type { Emit } from '../../schema/index.ts';
import { connectOpenGraph, elementsOf, type OpenGraphFiles } from './client.ts';
import { openGraphFormat, STEP } from './files.ts';
import { mapElement, type RawElement } from './map.ts';

const config = z.strictObject({
  paths: z.array(z.string().min(1)).min(1).describe('Files or folders of OpenGraph JSON'),
});

export default defineCollector({
  source: 'opengraph',
  title: 'BloodHound OpenGraph',
  config,
  faith: 'vendor-schema',
  testedAgainst: 'The JSON schemas of nodes and edges in BloodHound’s repository; no BloodHound server was run.',
  cannotSee: [
    'edges of kinds that have no counterpart in our graph: they are counted and reported',
    'properties of other sources beyond name, e-mail, login, status and times',
    'nodes named by other properties than objectid and name',
  ],
  connect: (settings, context) => connectOpenGraph(settings.paths, context),
  steps: [
    step<OpenGraphFiles, RawElement, Emit>({
      id: STEP,
      title: 'Nodes and edges',
      mode: 'snapshot',
      emits: [...acceptedLabels, ...acceptedEdges],
      permissions: ['read access to the files'],
      fetch: (context) => elementsOf(context.client, context.problem),
      map: mapElement,
    }),
  ],
  files: [openGraphFormat],
});
