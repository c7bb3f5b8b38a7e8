import { HOUR_MS } from '../../core/model/time.ts';
import { SIMULATOR_BANNER } from '../simulator/simulator.ts';

/** A strip holds the whole fortnight. */
export const DEMO_MARK_MS = 8 * HOUR_MS;

/** What the demonstration is, in four or five lines. */
export function demoHeader({ hasBadAddress }: { readonly hasBadAddress: boolean }): readonly string[] {
  return [
    'APIv2 Health Monitor: demonstration, a fortnight in the life of an integration',
    SIMULATOR_BANNER,
    ...(hasBadAddress
      ? []
      : ['This machine has one loopback address only, so the story does without its bad address.']),
    'To watch the real API: npm start -- --config monitor.config.ts. Ctrl-C ends this.',
  ];
}
