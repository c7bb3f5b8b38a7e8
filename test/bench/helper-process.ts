import { fork, type ChildProcess } from 'node:child_process';

/** A process of the bench's own, which answers each message with one message. */
export interface HelperProcess<Ready, Answer> {
  /** Its first message. */
  readonly ready: Ready;
  /** Rejects when the process ends instead of answering. */
  ask(question: string | number): Promise<Answer>;
  stop(): void;
}

/** Starts a file with Node and waits for its first message. */
export async function startHelper<Ready, Answer>(
  file: string,
  args: readonly string[] = [],
  nodeOptions: readonly string[] = [],
): Promise<HelperProcess<Ready, Answer>> {
  const child = fork(file, args, { execArgv: [...nodeOptions] });
  return {
    ready: (await nextMessage(child, file)) as Ready,
    ask: (question) => {
      const answer = nextMessage(child, file);
      child.send(question);
      return answer as Promise<Answer>;
    },
    stop: () => {
      child.kill();
    },
  };
}

function nextMessage(child: ChildProcess, file: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => {
      child.off('message', onMessage);
      reject(new Error(`${file} ended with exit code ${String(code)}; its error is above`));
    };
    const onMessage = (message: unknown) => {
      child.off('exit', onExit);
      resolve(message);
    };
    child.once('exit', onExit);
    child.once('message', onMessage);
  });
}
