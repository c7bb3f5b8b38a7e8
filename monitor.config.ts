import { defineMonitor } from './functions/core/settings.ts';

/**
 * What the monitor watches, and who is told. Everything has a default; the doc comments of `MonitorConfig` in
 * functions/core/config-model.ts say which and why. As it stands, only `/server-time` of the public API is probed, which
 * needs no credentials.
 */
export default defineMonitor({
  // accounts: {
  //   main: {
  //     application: 'AbCdEfGh1234', // README, "Deploy in five minutes"
  //     company: '1111-2222-3333-4444-5555',
  //     tokenParameter: '/apiv2-health/token',
  //   },
  // },
  alerts: { email: ['ops@example.com'] }, // put your own address here before you deploy
  timeZone: 'Europe/Amsterdam',
});
