import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../functions/core/model/time.ts';
import { settingsOf } from '../support/builders-settings.ts';

describe('reminders', () => {
  test.each([
    { name: 'by default', config: undefined, everyMs: 10 * HOUR_MS, most: 3 },
    { name: 'none', config: false, everyMs: 10 * HOUR_MS, most: 0 },
    { name: 'more often', config: { every: '1h' }, everyMs: HOUR_MS, most: 3 },
    { name: 'once a month', config: { every: '30d', most: 100 }, everyMs: 30 * DAY_MS, most: 100 },
    { name: 'no longer', config: { most: 0 }, everyMs: 10 * HOUR_MS, most: 0 },
  ])('$name', ({ config, everyMs, most }) => {
    expect(settingsOf({ reminders: config }).reminders).toEqual({ everyMs, most });
  });
});

describe('the digest', () => {
  test.each([
    { name: 'is off by default', config: undefined, digest: null },
    { name: 'off', config: false, digest: null },
    { name: 'on', config: true, digest: { weekday: 'mon', timeOfDay: '08:00' } },
    { name: 'as nothing is said of it', config: {}, digest: { weekday: 'mon', timeOfDay: '08:00' } },
    { name: 'on another day', config: { weekday: 'fri' }, digest: { weekday: 'fri', timeOfDay: '08:00' } },
    { name: 'at another time', config: { at: '16:30' }, digest: { weekday: 'mon', timeOfDay: '16:30' } },
  ])('$name', ({ config, digest }) => {
    expect(settingsOf({ digest: config }).digest).toEqual(digest);
  });
});

test.each([
  { name: 'a public channel', slack: { workspaceId: 'T0123456789', channelId: 'C0123456789' } },
  { name: 'a private channel of old', slack: { workspaceId: 'T0123456789', channelId: 'G0123456789' } },
  { name: 'a webhook', slack: { webhookParameter: '/apiv2-health/slack' } },
])('Slack: $name', ({ slack }) => {
  expect(settingsOf({ slack }).slack).toEqual(slack);
});

test.each([
  { name: 'none by default', heartbeatUrl: undefined, expected: null },
  { name: 'a URL', heartbeatUrl: 'https://ping.example.test/uuid?rid=1' },
  { name: 'a parameter', heartbeatUrl: { parameter: '/apiv2-health/heartbeat' } },
  { name: 'plain http on this machine', heartbeatUrl: 'http://127.0.0.1:8080/' },
])('the dead-man service: $name', ({ heartbeatUrl, expected = heartbeatUrl }) => {
  expect(settingsOf({ heartbeatUrl }).heartbeatUrl).toEqual(expected);
});
