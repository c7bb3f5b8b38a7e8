/**
 * Stands in for `@smithy/core/event-streams` in the bundles, which the SDK loads when a command first answers with a stream
 * of events; none of ours does. Loading it lazily keeps all that it shares with the rest of the SDK from being shaken.
 */
throw new Error('Event streams are left out of this bundle: lib/bundled/event-streams.ts');
