import { DAY_MS } from '../../../core/model/time.ts';
import type { Settings } from '../../../core/settings-model.ts';
import { accessTrouble, settingsIn, type CommandResult, type CommandWorld } from '../command.ts';
import { UsageError } from '../usage-error.ts';
import { changeCare } from './actions.ts';
import { deadDocument, knownProblemDocument } from './document.ts';
import { problemsMeant } from './find.ts';
import { knownProblems, type KnownProblem } from './known-problem.ts';
import { PROBLEMS_HELP, problemsOptions, type ProblemsOptions } from './options.ts';
import { openStores, type ProblemStores } from './stores.ts';
import { deadText, problemTable, problemText, type ToldFor } from './text.ts';

/** How long ago a problem may have been closed to be there still. */
const SHOWN_MS = 7 * DAY_MS;

/**
 * Lists problems, and changes what is said about them.
 *
 * @throws {UsageError} for wrong usage or settings, an id that names none or several, and what AWS does not let us in for
 * @throws {UnusableDatabaseError} when the local history cannot be used
 */
export async function problemsCommand(args: readonly string[], world: CommandWorld): Promise<CommandResult> {
  const options = problemsOptions(args);
  if (options === null) return { exitCode: 0, output: PROBLEMS_HELP, complaints: [] };
  const settings = options.config === undefined ? null : (await settingsIn(options.config)).settings;
  const complaints: string[] = [];
  const choice = { table: options.table, region: options.region, hasConfig: options.config !== undefined };
  const stores = openStores(choice, world, (fault) => complaints.push(`Warning: ${fault}.`));
  try {
    const output = await perform(options, settings, stores, world);
    return { exitCode: 0, output, complaints };
  } catch (cause) {
    const trouble = cause instanceof UsageError ? null : accessTrouble(cause);
    if (trouble !== null) throw new UsageError(`${stores.place}: ${trouble}`, { cause });
    throw cause;
  } finally {
    stores.close();
  }
}

async function perform(
  options: ProblemsOptions,
  settings: Settings | null,
  stores: ProblemStores,
  world: CommandWorld,
): Promise<string> {
  const told: ToldFor = { now: world.clock.now(), timeZone: settings?.timeZone ?? 'UTC' };
  const { action, id, isAll, isJson } = options;
  if (action === 'dead') return dead(stores, told, isJson);
  if (action === 'revive') return revive(id, stores);
  const recent = await stores.problems.recent(told.now - SHOWN_MS);
  const known = knownProblems(
    recent.map(({ problem }) => problem),
    await stores.care.all(),
  );
  if (action === 'list') return list(known, stores.place, told, isAll, isJson);
  const one = meant(id, known, stores.place, told);
  if (action === 'show') {
    return isJson ? json(knownProblemDocument(one, told)) : problemText(one, told);
  }
  const by = options.by ?? nameOfUser(world.environment);
  return changeCare(one, { ...options, action }, { ...told, by }, stores.care);
}

function list(known: readonly KnownProblem[], place: string, told: ToldFor, isAll: boolean, isJson: boolean): string {
  const shown = isAll ? known : known.filter(({ problem }) => problem.closedAs === null);
  if (isJson) return json({ problems: shown.map((one) => knownProblemDocument(one, told)) });
  const problems = shown.length === 1 ? 'problem' : 'problems';
  const which = isAll ? `${problems}, open or of the last week,` : `open ${problems}`;
  const head = `${shown.length === 0 ? 'No' : shown.length} ${which} in ${place}`;
  if (shown.length === 0) return `${head}.`;
  return `${head}; times in ${told.timeZone}\n\n${problemTable(shown, told)}`;
}

function meant(id: string, known: readonly KnownProblem[], place: string, told: ToldFor): KnownProblem {
  const found = problemsMeant(
    id,
    known.map(({ problem }) => problem),
  );
  const matching = known.filter(({ problem }) => found.includes(problem));
  const [one] = matching;
  if (one === undefined) {
    throw new UsageError(`no problem in ${place} has an id that begins with "${id}"; list --all shows those there are`);
  }
  if (matching.length === 1) return one;
  const table = problemTable(matching, told);
  const ids = matching.map(({ problem, shortId }) => `${shortId}  ${problem.id}`).join('\n');
  throw new UsageError(`"${id}" may mean ${matching.length} problems; give more of the id:\n\n${table}\n\n${ids}`);
}

async function dead({ outbox, place }: ProblemStores, told: ToldFor, isJson: boolean): Promise<string> {
  const buried = await outbox.buried();
  if (isJson) return json({ notices: buried.map(deadDocument) });
  if (buried.length === 0) return `No dead letters in ${place}.`;
  return `${buried.length} ${buried.length === 1 ? 'notice' : 'notices'} that the channel kept refusing, in ${place}; times in ${told.timeZone}\n\n${deadText(buried, told)}`;
}

async function revive(id: string, { outbox, place }: ProblemStores): Promise<string> {
  if (await outbox.revive(id)) return `${id} waits again; the next detect run sends it.`;
  throw new UsageError(`no dead letter in ${place} has the id "${id}"; dead shows those there are`);
}

function json(document: object): string {
  return JSON.stringify(document, null, 2);
}

/** Who is at the keyboard (POSIX `LOGNAME` and `USER`, Windows `USERNAME`). */
function nameOfUser({ LOGNAME, USER, USERNAME }: CommandWorld['environment']): string {
  return [LOGNAME, USER, USERNAME].find((name) => name !== undefined && name !== '') ?? 'somebody';
}
