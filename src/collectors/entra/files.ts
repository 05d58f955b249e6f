import type { FileFormat } from '../../collect/index.ts';
import { graphList } from './files-graph.ts';
import { diagnosticLog, portalDownload } from './files-logs.ts';

/** Every file this source reads; no two recognise the same one. */
export const files: readonly FileFormat[] = [graphList, diagnosticLog, portalDownload];
