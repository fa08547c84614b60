import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../observe/fault';
import type { Front, Handler } from './front';
import { createFront } from './front';

const answer =
  (text: string): Handler =>
  async (_request, response) => {
    response.end(text);
  };

function unexpected(fault: Fault): never {
  throw new Error(fault.stack);
}

function fetchText(address: string, path: string, agent?: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get(`${address}${path}`, { agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
      response.on('error', reject);
    }).on('error', reject);
  });
}

async function withFront(front: Front, use: (address: string) => Promise<void>): Promise<void> {
  const address = await front.listen('127.0.0.1', 0);
  try {
    await use(address);
  } finally {
    await front.drain();
  }
}

describe('front', () => {
  it('sends the API one way and everything else the other', async () => {
    await withFront(createFront(answer('api'), answer('pages'), unexpected), async (address) => {
      const paths = ['/api/v1/health', '/api', '/api?x', '/', '/apis', '/p/api/'];
      const answers = await Promise.all(paths.map((path) => fetchText(address, path)));
      expect(answers).toEqual(['api', 'api', 'api', 'pages', 'pages', 'pages']);
    });
  });

  it('answers 500 when a handler fails, and goes on', async () => {
    const faults: Fault[] = [];
    const broken: Handler = async () => {
      throw new Error('This handler of a test fails on purpose.');
    };
    await withFront(
      createFront(broken, answer('pages'), (fault) => faults.push(fault)),
      async (address) => {
        expect((await fetch(`${address}/api/v1/x`)).status).toBe(500);
        expect(await fetchText(address, '/')).toBe('pages');
        expect(faults).toEqual([{ error: 'Error', stack: expect.stringContaining('front.test') }]);
      },
    );
  });

  it('ENG-10: drains: answers what is under way, takes nothing new, drops idle connections', async () => {
    const slow: Handler = async (_request, response) => {
      await sleep(150);
      response.end('slow');
    };
    const front = createFront(slow, answer('pages'), unexpected);
    const address = await front.listen('127.0.0.1', 0);
    const agent = new Agent({ keepAlive: true });
    await fetchText(address, '/', agent);
    const idle = connect(Number(new URL(address).port), '127.0.0.1');
    const idleEnded = new Promise((resolve) => idle.once('close', resolve));
    const pending = fetchText(address, '/api/slow', agent);
    await sleep(50);
    const drained = front.drain();
    await expect(fetchText(address, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(await pending).toBe('slow');
    await drained;
    await idleEnded;
    agent.destroy();
  });

  it('ENG-10: ends streams that do not end themselves', async () => {
    let isCut = false;
    const stream: Handler = async (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(': hello\n\n');
      response.on('close', () => {
        isCut = true;
      });
    };
    const front = createFront(stream, answer('pages'), unexpected);
    const address = await front.listen('127.0.0.1', 0);
    const response = await fetch(`${address}/api/v1/live`);
    expect(response.status).toBe(200);
    await front.drain();
    expect(isCut).toBe(true);
    await expect(response.text()).rejects.toThrow();
  });
});
