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
    ['a.zip', bytes(0x50, 0x4b, 3, 4), 'unzip a.zip'],
    ['a.png', bytes(0x89, 0x50, 0x4e, 0x47), 'no text in UTF-8'],
    ['a.bin', bytes(65, 0, 66), 'Choose a .sql file'],
    ['a.sql', bytes(32, 10), 'is empty'],
  ])('UI-212: %s is refused with what to do', async (name, content, words) => {
    expect(await refusalOf(fileOf(name, content))).toContain(words);
  });

  it('UI-212: what is too large is not read', async () => {
    const large = fileOf('a.sql');
    Object.defineProperty(large, 'size', { value: 64 * 1024 * 1024 + 1 });
    expect(await refusalOf(large)).toBe('a.sql is larger than 64 MB. Dump only the schema: pg_dump -s.');
  });

  it('UI-212: what cannot be read, such as a folder, is refused', async () => {
    const folder = fileOf('schemas');
    folder.arrayBuffer = () => Promise.reject(new DOMException('', 'NotFoundError'));
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
