import type { Target } from '../../core/model/target.ts';
import { MINUTE_MS } from '../../core/model/time.ts';
import type { Settings } from '../../core/settings-model.ts';
import { nameInRecord } from './recorded-names.ts';

/** The settings that a record is examined with: those given, with the record's own targets. */
export interface ReplaySettings {
  /** Has to be told each target of the record before the pass that meets it. */
  know(targetId: string): void;
  /** The settings with every target known by now: detection passes over what is not in them. */
  now(): Settings;
  /** Ids of the targets known by now, in the order of the record. */
  targetIds(): readonly string[];
}

/** A record does not tell where its targets are (`.invalid`: RFC 2606). */
const UNKNOWN_URL = 'https://record.invalid/';

/** A target keeps what the settings say of it; any other is probed at an address that is not known. */
export function replaySettings(given: Settings): ReplaySettings {
  const targets = new Map<string, Target>();
  let settings: Settings | null = null;
  return {
    know: (id) => {
      if (targets.has(id)) return;
      targets.set(id, given.targets.find((target) => target.id === nameInRecord(id)) ?? unknownTarget(id));
      settings = null;
    },
    // A replay forgets what it has read, so that it has no week to tell of.
    now: () => (settings ??= { ...given, targets: [...targets.values()], digest: null }),
    targetIds: () => [...targets.keys()],
  };
}

function unknownTarget(id: string): Target {
  return { id, account: '', url: UNKNOWN_URL, tier: 'open', everyMs: MINUTE_MS, expect: { type: null } };
}
