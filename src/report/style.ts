import { Markup } from './markup.ts';

/** The whole look: system fonts, light and dark, and paper. */
export const STYLE = new Markup(`
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --new: #b3261e; --still: #7a5c00; --done: #1b6e3c; }
@media (prefers-color-scheme: dark) { :root { --new: #ff8a80; --still: #ffd54f; --done: #81c995; } }
* { box-sizing: border-box; }
body { margin: 2rem auto; max-width: 76rem; padding: 0 1rem; font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
.meta, .quiet { opacity: .75; }
.counts { display: flex; flex-wrap: wrap; gap: .75rem; padding: 0; margin: 1.25rem 0; list-style: none; }
.counts li { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem 1rem; min-width: 8rem; }
.counts b { display: block; font-size: 1.5rem; }
.warning { border-left: .3rem solid var(--still); padding: .4rem .8rem; background: var(--soft); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: 600; white-space: nowrap; }
tr.new td:first-child { box-shadow: inset .25rem 0 var(--new); }
.badge { font-weight: 600; white-space: nowrap; }
.badge.new { color: var(--new); }
.badge.still { color: var(--still); }
.badge.resolved { color: var(--done); }
details { margin-top: .25rem; }
ol { margin: .25rem 0; padding-left: 1.25rem; }
code { font: 13px ui-monospace, monospace; }
@media print {
  body { margin: 0; max-width: none; font-size: 10pt; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  details::details-content { content-visibility: visible; }
}
`);
