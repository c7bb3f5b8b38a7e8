/** What `--help` says without a command. */
export const MAIN_HELP = `APIv2 Health Monitor

  npm start                      watch the built-in APIv2 simulator: no account, no internet
  npm start -- --config FILE     watch a real API with the settings in FILE
  npm run -s probe               one run now, for people or with --json for scripts
  npm run -s replay -- FILE      examine recorded probes as if they came in now: your own records, exports of
                                 Prometheus, Uptime Kuma and Upptime, the log and the history of this monitor
  npm run -s problems            what is open; acknowledge and snooze it
  npm run -s notify -- --test    try the alerts: one message of each kind, marked as a test
  npm run -s cost                what a month in AWS costs, line by line

Each says more with --help, like: npm run -s replay -- --help
Colours are for terminals alone; NO_COLOR switches them off, FORCE_COLOR on.
Exit codes: 0 fine and healthy, 1 the check came out bad, 2 wrong usage or settings, 3 a fault of the monitor.`;
