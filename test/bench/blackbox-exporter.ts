import { spawn, type ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WIDTH, inParallel, targetUrl, type Contender, type Course } from './contender.ts';
import { PEERS } from './peers.ts';
import { processCpu } from './process-usage.ts';

/** The same request as ours: one GET over HTTP/1.1 on a new connection, the certificate verified. JSON is YAML. */
function configuration(authorityFile: string): string {
  const http = {
    method: 'GET',
    headers: { accept: 'application/json', 'api-version': '2' },
    valid_http_versions: ['HTTP/1.1'],
    follow_redirects: false,
    enable_http2: false,
    fail_if_not_ssl: true,
    preferred_ip_protocol: 'ip4',
    ip_protocol_fallback: false,
    tls_config: { ca_file: authorityFile },
  };
  return JSON.stringify({ modules: { https: { prober: 'http', timeout: '10s', http } } });
}

/** blackbox_exporter as its own process, asked through its HTTP API from this one, which is not counted. */
export async function startBlackbox(course: Course): Promise<Contender> {
  const { count } = course;
  const configFile = join(course.folder, 'blackbox.yml');
  await writeFile(configFile, configuration(course.authorityFile));
  const { command } = PEERS.blackbox;
  const child = spawn(command, [`--config.file=${configFile}`, '--web.listen-address=127.0.0.1:0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const { pid } = child;
  const api = await listeningAddress(child);
  if (pid === undefined) throw new Error(`${command} has no process`);
  const agent = new Agent({ keepAlive: true, maxSockets: WIDTH });
  return {
    round: async () => {
      const startedMs = performance.now();
      const before = processCpu(pid).ownMs;
      await inParallel(count, async (index) => {
        const target = encodeURIComponent(targetUrl(course, index));
        const metrics = await text(`http://${api}/probe?module=https&target=${target}`, agent);
        if (!/^probe_success 1$/m.test(metrics)) throw new Error(`a probe of ${command} failed:\n${metrics}`);
      });
      return { count, cpuMs: processCpu(pid).ownMs - before, wallMs: performance.now() - startedMs };
    },
    stop: () => {
      agent.destroy();
      child.kill();
    },
  };
}

async function listeningAddress(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new Error('the log of the exporter is not connected');
  const said: string[] = [];
  for await (const line of createInterface(child.stderr)) {
    said.push(line);
    const address = /msg="Listening on" address=(\S+)/.exec(line)?.[1];
    if (address === undefined) continue;
    child.stderr.resume();
    return address;
  }
  throw new Error(`the exporter does not listen; it said:\n${said.join('\n')}`);
}

function text(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (body += chunk));
      answer.on('end', () => {
        resolve(body);
      });
      answer.on('error', reject);
    }).on('error', reject);
  });
}
