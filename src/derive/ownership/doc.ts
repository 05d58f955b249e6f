import { EVIDENCE_KINDS } from './kinds/index.ts';
import { MODEL, MODIFIERS, type ModifierId, type OwnershipModel } from './model.ts';

/** The model as two Markdown tables, for the documentation: kinds of evidence, then what else is counted. */
export function modelTables(model: OwnershipModel = MODEL): string {
  const kinds = [...EVIDENCE_KINDS].sort((a, b) => model.kinds[b.id] - model.kinds[a.id]);
  const modifiers = Object.entries(MODIFIERS) as [ModifierId, string][];
  return [
    '| Evidence | Says | Log-odds | Nature | Halves in | Read from |',
    '|---|---|---|---|---|---|',
    ...kinds.map(
      ({ id, says, nature, field, source, ...kind }) =>
        `| \`${id}\` | ${says} | ${model.kinds[id]} | ${nature} | ${'halfLifeDays' in kind ? `${kind.halfLifeDays} days` : '–'} | ${field.replaceAll('<', '&lt;')} ([source](${source})) |`,
    ),
    '',
    '| Besides | Counted | Log-odds |',
    '|---|---|---|',
    ...modifiers.map(([id, says]) => `| \`${id}\` | ${says} | ${model.modifiers[id]} |`),
    `| \`prior\` | every candidate, against nobody | ${model.prior} |`,
    '',
    `Calibration: slope ${model.calibration.slope}, offset ${model.calibration.offset}. Asserted from ${model.thresholds.asserted}, likely from ${model.thresholds.likely}.`,
  ].join('\n');
}
