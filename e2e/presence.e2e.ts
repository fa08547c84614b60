import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, program } from './stage';
import { Visitor } from './support';

/** What two people see of each other; each step goes on from the one before. */
describe('two people see each other', () => {
  let browser: Browser;
  let ada: Visitor;
  let ben: Visitor;

  beforeAll(async () => {
    browser = await openBrowser();
    ada = await Visitor.open(browser);
    ben = await Visitor.open(browser);
    await ada.newProject(program);
    const { request } = ada.context;
    await request.patch(`${program.address}/api/v1/me`, { data: { name: 'Ada' } });
    await request.post(`${ada.api}/import?format=postgresql`, {
      headers: { 'content-type': 'text/plain' },
      data: 'CREATE TABLE orders (id bigint PRIMARY KEY, total numeric); CREATE TABLE items (id bigint);',
    });
    await ada.invite(ben);
  });
  afterAll(async () => {
    await browser?.close();
  });

  const avatar = () => ben.page.getByTestId('person');
  const frame = () => ben.page.getByTestId('follow-frame');
  const pointer = () => ben.page.locator('[aria-hidden=true] > div').filter({ hasText: /^Ada$/ });
  const zoomOf = ({ page }: Visitor) => page.getByTestId('zoom').textContent();

  /** Puts Ada's pointer on the canvas and turns the wheel with Ctrl: she zooms. */
  async function adaZooms(clicks: number): Promise<void> {
    const { x, y } = await ada.middle();
    await ada.page.mouse.move(x, y);
    await ada.page.keyboard.down('Control');
    await ada.page.mouse.wheel(0, clicks * 100);
    await ada.page.keyboard.up('Control');
  }

  it('UI-195, UI-13: where a person points, and which field they are in', async () => {
    await ada.goTo('orders');
    await ben.goTo('orders');
    const { x, y } = await ada.middle();
    await ada.page.mouse.move(x + 40, y + 40);
    await pointer().waitFor();
    await ada.page.getByTestId('column-name').nth(1).focus();
    await ben.page.getByTestId('editor-mark').filter({ hasText: 'Ada' }).waitFor();
    expect(await descriptionOf(ben.page.getByTestId('column-name').nth(1))).toContain(
      'Ada is in this field.',
    );
    expect(await descriptionOf(ben.page.getByTestId('column-name').nth(0))).toBe('');
    await ada.page.getByTestId('column-name').nth(1).blur();
    await ben.page.getByTestId('editor-mark').waitFor({ state: 'detached' });
  });

  it('UI-196: who follows sees what the other sees, by keyboard too, until Escape', async () => {
    await avatar().focus();
    await ben.page.keyboard.press('Enter');
    await expect.poll(() => avatar().getAttribute('aria-pressed')).toBe('true');
    await frame().filter({ hasText: 'Following Ada' }).waitFor();
    for (const clicks of [3, -4]) {
      const before = await zoomOf(ada);
      await adaZooms(clicks);
      await expect.poll(() => zoomOf(ada)).not.toBe(before);
      const now = (await zoomOf(ada)) ?? '';
      await expect.poll(() => zoomOf(ben)).toBe(now);
    }
    await ada.page.getByTestId('me').click();
    await ada.page.getByText('follows you').waitFor();
    await ada.page.keyboard.press('Escape');
    await ben.page.keyboard.press('Escape');
    await frame().waitFor({ state: 'detached' });
    const left = await zoomOf(ben);
    await adaZooms(3);
    await expect.poll(() => zoomOf(ada)).not.toBe(left);
    expect(await zoomOf(ben)).toBe(left);
  });

  it('UI-197: moving oneself ends it', async () => {
    await avatar().click();
    await frame().waitFor();
    const { x, y } = await ben.middle();
    await ben.page.mouse.move(x, y);
    await ben.page.mouse.wheel(0, 60);
    await frame().waitFor({ state: 'detached' });
    expect(await avatar().getAttribute('aria-pressed')).toBe('false');
  });

  it('UI-198: a hidden pointer is not seen, also after a reload', async () => {
    await pointer().waitFor();
    await ada.page.getByTestId('me').click();
    await ada.page.getByTestId('hide-cursor').check();
    await pointer().waitFor({ state: 'detached' });
    await ada.page.reload();
    await ada.settled();
    const { x, y } = await ada.middle();
    await ada.page.mouse.click(x, y);
    // The selection is told with the same message or a later one than the pointer would be.
    await ada.goTo('items');
    await ada.page.getByTestId('column-name').first().focus();
    await ben.goTo('items');
    await ben.page.getByTestId('editor-mark').filter({ hasText: 'Ada' }).waitFor();
    expect(await pointer().count()).toBe(0);
  });

  it('UI-199: a tab out of sight is away, and back at once', async () => {
    for (const [state, label] of [
      ['hidden', 'Follow Ada, away'],
      ['visible', 'Follow Ada'],
    ] as const) {
      await ada.page.evaluate((visibility) => {
        Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
      await ben.page.getByRole('button', { name: label, exact: true }).waitFor();
    }
    expect([...ada.errors, ...ben.errors]).toEqual([]);
  });
});

/** What assistive technology says of a field beside its name. */
function descriptionOf(field: Locator): Promise<string> {
  return field.evaluate((element) =>
    (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(''),
  );
}
