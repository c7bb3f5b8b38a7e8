import { pictureStyle, type Theme } from '../picture/picture-style.ts';

/** Within the frame of the pictures, whose colours it uses. */
const RULES = [
  '.apic h2{font-size:14px;font-weight:600;margin:18px 0 8px}.apic h2 span,.apic .faint{font-weight:400;color:var(--p-faint)}',
  '.apic p{margin:0 0 2px}.apic a{color:var(--p-mark)}',
  '.apic ul{list-style:none;margin:0 0 8px;padding:0}.apic .plain li{margin:0 0 3px}',
  '.apic .banner{font-size:16px;font-weight:600;padding:8px 12px;border-left:6px solid;margin:0 0 8px}',
  '.apic .ok{border-color:var(--p-healthy)}.apic .warn{border-color:var(--p-masked)}.apic .bad{border-color:var(--p-server)}',
  '.apic .problems{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,420px),1fr));gap:0 24px}',
  // Each figure decides for itself which of its labels have room.
  '.apic .patterns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,520px),1fr));gap:0 32px}.apic .patterns figure{container-type:inline-size}',
  '.apic .problems li{padding:2px 12px 6px;border-left:6px solid var(--p-own);margin:0 0 8px}',
  '.apic .problems .critical{border-color:var(--p-server)}.apic .problems .warning{border-color:var(--p-masked)}',
  '.apic .problems .what{font-size:13px}.apic .problems .note{margin:2px 0 0}',
  '.apic .badge{font-size:11px;border:1px solid var(--p-rule);border-radius:3px;padding:0 5px;margin-right:4px;color:var(--p-faint)}',
  '.apic h1{font-size:20px;font-weight:600;margin:0 0 6px}header .apic{margin-bottom:14px}',
  '.apic .told{display:block}.apic details{margin:2px 0}.apic summary{cursor:pointer}.apic details pre{white-space:pre-wrap;overflow-wrap:anywhere;font:12px/1.45 ui-monospace,Menlo,Consolas,monospace;margin:4px 0 10px;padding:8px 10px;border:1px solid var(--p-rule)}',
  '.apic .dot{display:inline-block;width:9px;height:9px;border-radius:5px;margin-right:6px;background:var(--p-healthy)}',
  '.apic .dot.bad{background:var(--p-server);border-radius:0}',
].join('');

/** The style sheet of a status page, that of its pictures included. It touches nothing outside of frames. */
export function pageStyle(theme: Theme): string {
  return `${pictureStyle(theme)}${RULES}`;
}
