import { describe, expect, it } from 'vitest';
import { readDump, readOnly } from './read-dump';

const fileOf = (name: string, ...parts: BlobPart[]) => new File(parts, name);
const bytes = (...values: number[]) => new Uint8Array(values);

/** The sentence with which a file is refused; null when it is taken. */
async function refusalOf(file: File): Promise<string | null> {
  const read = await readDump(file);
  return read.ok ? null : read.problem;
}

describe('a file as a dump', () => {
  it('UI-212: a text is taken as it is, under its name', async () => {
    const text = '-- é\nCREATE TABLE a (id int);';
    expect(await readDump(fileOf('shop.sql', text))).toEqual({ ok: true, text, name: 'shop.sql' });
  });

  it('UI-212: UTF-16, which PowerShell writes, is taken too, and no mark of its order stays', async () => {
    const text = 'CREATE TABLE a (id int);';
    const units = Uint16Array.from(text, (letter) => letter.charCodeAt(0));
    const read = await readDump(fileOf('shop.sql', bytes(0xff, 0xfe), units));
    expect(read).toMatchObject({ ok: true, text });
  });

  it.each([
    ['a.dump', bytes(0x50, 0x47, 0x44, 0x4d, 0x50, 1), 'pg_restore -s -f schema.sql a.dump'],
    ['a.sql.gz', bytes(0x1f, 0x8b, 8), 'gunzip a.sql.gz'],
    ['a.sqlite', new TextEncoder().encode('SQLite format 3\0'), 'SQLite database'],
    ['a.zip', bytes(0x50, 0x4b, 3, 4), 'unzip a.zip'],
    ['a.png', bytes(0x89, 0x50, 0x4e, 0x47), 'no text in UTF-8'],
    ['a.bin', bytes(65, 0, 66), 'Choose a .sql file'],
    ['a.sql', bytes(32, 10), 'is empty'],
  ])('UI-212: %s is refused with what to do', async (name, content, words) => {
    expect(await refusalOf(fileOf(name, content))).toContain(words);
  });

  it('UI-212: the bytes that are no text are told by their line', async () => {
    expect(await refusalOf(fileOf('a.sql', '-- a\n-- M', bytes(0xfc), 'ller\n'))).toContain('(line 2)');
    expect(await refusalOf(fileOf('a.sql', '-- a\n\n\0'))).toContain('line 3');
  });

  it('UI-212: what is too large without its rows is read no further', async () => {
    const megabyte = new Uint8Array(1024 * 1024).fill(0x20);
    let pulled = 0;
    const large = fileOf('a.sql');
    large.stream = () =>
      new ReadableStream({
        pull: (controller) => {
          pulled++;
          controller.enqueue(megabyte);
        },
      });
    expect(await refusalOf(large)).toBe(
      'a.sql is larger than 64 MB without its rows. Dump only the schema: pg_dump -s.',
    );
    expect(pulled).toBeLessThan(70);
  });

  it('UI-212: the rows of COPY stay here, however many, and their lines are still counted', async () => {
    const rows = new Uint8Array(1024 * 1024).fill(0x61);
    rows.fill(0x0a, 1024 * 1024 - 1);
    const read = await readDump(
      fileOf('a.sql', 'COPY t (a) FROM stdin;\n', ...Array(100).fill(rows), '\\.\nCREATE TABLE a ();'),
    );
    const text = `COPY t (a) FROM stdin;\n${'\n'.repeat(100)}\\.\nCREATE TABLE a ();`;
    expect(read).toEqual({ ok: true, text, name: 'a.sql' });
  });

  it('UI-212: rows that have no end are a file that was cut off', async () => {
    expect(await refusalOf(fileOf('a.sql', '\nCOPY t (a) FROM stdin;\n1\n2'))).toContain(
      'the COPY in line 2',
    );
  });

  it('UI-212: what cannot be read, such as a folder, is refused', async () => {
    const folder = fileOf('schemas');
    folder.stream = () =>
      new ReadableStream({ start: (controller) => controller.error(new DOMException('', 'NotFoundError')) });
    expect(await refusalOf(folder)).toContain('could not be read');
  });

  it('UI-213: of several files none is taken in silence', async () => {
    const several = await readOnly(['a.sql', 'b.sql', 'c.sql'].map((name) => fileOf(name, 'SELECT 1;')));
    expect(several).toMatchObject({
      ok: false,
      problem: expect.stringContaining('cat a.sql b.sql … > schema.sql'),
    });
    expect(await readOnly([fileOf('a.sql', 'SELECT 1;')])).toMatchObject({ ok: true, name: 'a.sql' });
  });
});
