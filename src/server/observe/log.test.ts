import { describe, expect, it } from 'vitest';
import type { LogOptions, RequestLine } from './log';
import { createLog } from './log';

function openLog(options: LogOptions) {
  const lines: string[] = [];
  return { lines, log: createLog(options, { write: (line) => void lines.push(line) }) };
}

const request: RequestLine = {
  requestId: 'r-1',
  method: 'PATCH',
  route: '/projects/:projectId/tables/:id',
  status: 200,
  durationMs: 3.25,
  projectId: '00000000-0000-4000-8000-000000000000',
  retries: 1,
  conflicts: ['40001'],
};

function writeAll({ log }: ReturnType<typeof openLog>): void {
  log.request(request, false);
  log.request({ ...request, route: '/health' }, true);
  log.request({ ...request, status: 503 }, true);
  log.statement({ statement: 'open', durationMs: 812 }, false);
  log.statement({ statement: 'edits', durationMs: 3, code: '40001' }, true);
  log.statement({ statement: 'edits', durationMs: 3, code: '42703' }, false);
  log.fault({ error: 'TypeError', stack: '    at here' }, 'r-1');
  log.note('The database is back.');
}

describe('the log', () => {
  it('OBS-9: is one JSON object a line, with level and time', () => {
    const opened = openLog({ level: 'info', isPretty: false });
    opened.log.request(request, false);
    const [line = '', ...more] = opened.lines;
    expect(more).toEqual([]);
    expect(line).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(line)).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      pid: process.pid,
      msg: 'request',
      ...request,
    });
  });

  it('OBS-9: leaves out what weighs less than its level', () => {
    const levels = { debug: 8, info: 6, warn: 5, error: 1, silent: 0 } as const;
    for (const level of ['debug', 'info', 'warn', 'error', 'silent'] as const) {
      const opened = openLog({ level, isPretty: false });
      writeAll(opened);
      expect([level, opened.lines.length]).toEqual([level, levels[level]]);
    }
  });

  it('OBS-9: is a text for people at a terminal, and a sentence for them as it is', () => {
    const opened = openLog({ level: 'info', isPretty: true });
    writeAll(opened);
    const [first = ''] = opened.lines;
    expect(first).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} INFO request requestId=r-1 method=PATCH .*conflicts=\["40001"\]\n$/,
    );
    expect(opened.lines.at(-2)).toMatch(/ ERROR fault requestId=r-1 error=TypeError\n {4}at here\n$/);
    expect(opened.lines.at(-1)).toBe('The database is back.\n');
  });
});
